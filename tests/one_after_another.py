"""Runs programs in one interpreter, one after another: `python one_after_another.py FILE...`

Prints how each ended, as JSON: its exit code, and what it printed to either stream.
"""

import contextlib
import io
import json
import runpy
import sys
import traceback


def run(path: str) -> tuple[int, str, str]:
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            runpy.run_path(path, run_name="__main__")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        except Exception:
            code = 1
            traceback.print_exc()
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    print(json.dumps([run(path) for path in sys.argv[1:]]))
