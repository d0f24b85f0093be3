"""What stands between `./motcua COMMAND` and the running parts: environment, engine, the one parent process.

Modules that run before the environment exists (failures, places, locks, arguments, start, setup.environment)
use the standard library only.
"""
