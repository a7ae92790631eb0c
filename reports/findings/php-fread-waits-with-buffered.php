<?php
// Library:   PHP's streams, 8.2 (bug 51056, mended in 8.3: php/php-src#9676)
// Behaviour: block.recv.partial
// Prints:    "bc" after 1.0 s
// Should:    "bc" after 0.0 s
//
// The first fread takes all three bytes into the stream's buffer. The second asks for more than the two that are left, hands
// itself those, and then waits for the socket all the same: until the timeout, and without one for ever.
[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_set_timeout($near, 1);
fwrite($far, 'abc');
fread($near, 1);
$began = microtime(true);
$bytes = fread($near, 10);
printf("\"%s\" after %.1f s\n", $bytes, microtime(true) - $began);
