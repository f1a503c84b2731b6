import subprocess
import sys
from pathlib import Path

from control import listed


def test_snippet_creates_an_event() -> None:
    snippet = Path(__file__).with_name("snippet.py")
    run = subprocess.run([sys.executable, snippet], capture_output=True, text=True, check=True)
    assert len(listed("meter_events", identifier=run.stdout.strip())) == 1
