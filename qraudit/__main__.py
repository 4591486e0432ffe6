from __future__ import annotations

from qraudit.cli import main

if __name__ == "__main__":
    main()
