"""Where the instructor's kit is imported from, and what the tests of the site use."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "book/_tools"), str(ROOT / "tests/site")]
