<?php
// Library:   PHP's streams, 8.2
// Behaviour: err.reset-class, block.recv.reset-wakes, timeout.reset-beats
// Prints:    fread: false, eof: true, error: none
// Should:    tell that the connection was reset, as fwrite tells of a broken pipe
$server = stream_socket_server('tcp://127.0.0.1:0');
$stream = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
$peer = stream_socket_accept($server);
socket_set_option(socket_import_stream($peer), SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
fclose($peer); // by a reset
usleep(100_000);
$bytes = fread($stream, 1);
$eof = stream_get_meta_data($stream)['eof'];
printf("fread: %s, eof: %s, error: %s\n", var_export($bytes, true), var_export($eof, true), error_get_last()['message'] ?? 'none');
