<?php
// Library:   PHP's streams, 8.2
// Behaviour: unix.connect.waits
// Prints:    Resource temporarily unavailable after 0.0 s
// Should:    wait until the queue of the listener has room, as connect(2) does on a descriptor that blocks
$path = sys_get_temp_dir() . '/php-' . getmypid();
$listener = socket_create(AF_UNIX, SOCK_STREAM, 0);
socket_bind($listener, $path);
socket_listen($listener, 0); // a queue for one client, which nobody accepts
$first = stream_socket_client("unix://$path");
$began = microtime(true);
$second = @stream_socket_client("unix://$path", $error, $text, 2);
printf("%s after %.1f s\n", $second ? 'connected' : $text, microtime(true) - $began);
unlink($path);
