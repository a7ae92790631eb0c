"""Runs CPython's own tests of timeouts and blocking, with a class of one's own in the place of socket.socket.

    python3 cpython.py [--stop] [FILE [TEST ...]]

FILE holds a class `Socket`; without it, socket.socket stays. The tests named after it are left out. Only the tests see the class: what they call in the
standard library goes on with its own. Each test is told on a line of JSON when it begins, and when it has ended.
Tests that need the network outside are left out by test.support, unless they are asked for. With --stop the first
failure ends it. Ends in 0, or in 3 where the interpreter has no tests.
"""

import importlib.util
import json
import os
import re
import sys
import time
import types
import unittest

# All tests of these, and those of other classes whose name speaks of timeouts or blocking.
WHOLE = {
    'CreationTestCase',
    'TCPTimeoutTestCase',
    'UDPTimeoutTestCase',
    'NonBlockingTCPTests',
    'NonblockConstantTest',
    'TCPTimeoutTest',
    'UDPTimeoutTest',
    'InterruptedRecvTimeoutTest',
    'InterruptedSendTimeoutTest',
    'NetworkConnectionAttributesTest',
    'NetworkConnectionBehaviourTest',
    'NetworkConnectionNoServer',
    'BasicTCPTest',
    'TCPCloserTest',
}
TELLING = re.compile('timeout|block', re.IGNORECASE)


def tell(**what):
    print(json.dumps(what), flush=True)


class Told(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.began, self.outcome = time.monotonic(), 'pass'
        tell(begins=test.id())

    def stopTest(self, test):
        tell(test=test.id(), outcome=self.outcome, seconds=time.monotonic() - self.began)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.outcome = 'fail'

    def addError(self, test, error):
        super().addError(test, error)
        self.outcome = 'fail'

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.outcome = 'skip'


def socket_module_with(path):
    """A module that is `socket`, but for the class."""
    import socket

    spec = importlib.util.spec_from_file_location('plugged_in', path)
    plugged_in = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plugged_in)
    cls = plugged_in.Socket
    if not issubclass(cls, socket.socket):
        sys.exit(4)
    seen = types.ModuleType('socket')
    seen.__dict__.update(socket.__dict__)
    seen.socket = cls
    return seen


def chosen(modules):
    for module in modules:
        for suite in unittest.defaultTestLoader.loadTestsFromModule(module):
            for test in suite:
                name = test.id().rsplit('.', 1)[-1]
                if type(test).__name__ in WHOLE or TELLING.search(name):
                    yield test


def main(words):
    try:
        from test import test_socket, test_timeout
    except ImportError:
        sys.exit(3)
    stop = '--stop' in words
    files = [word for word in words if word != '--stop']
    modules = [test_timeout, test_socket]
    if files:
        seen = socket_module_with(files[0])
        for module in modules:
            module.socket = seen
    result = Told()
    result.failfast = stop
    unittest.TestSuite(test for test in chosen(modules) if test.id() not in files[1:]).run(result)
    # A thread of a test that failed may never end.
    sys.stdout.flush()
    os._exit(0)


main(sys.argv[1:])
