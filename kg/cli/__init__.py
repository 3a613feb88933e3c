"""The command line. Nothing imports it. Importing any module of it runs numpy on one thread in this process."""

import os

from kg.store.processes.command import ONE_THREAD

os.environ |= ONE_THREAD
