"""Scripted flows: a small versioned YAML of steps, for what the walker cannot find by itself."""

from __future__ import annotations

from qraudit.walk.flow.loading import LoadedFlow, load_flow
from qraudit.walk.flow.recording import record_flow
from qraudit.walk.flow.running import FlowRunner

__all__ = ["FlowRunner", "LoadedFlow", "load_flow", "record_flow"]
