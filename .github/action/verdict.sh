#!/usr/bin/env bash
# Ends the job as its author wants it: input that cannot be used always fails it.
set -euo pipefail

if [ "$OUTLAY_EXIT_CODE" -gt 1 ]; then exit "$OUTLAY_EXIT_CODE"; fi

case "$OUTLAY_FAIL_ON" in
  never) ;;
  error) exit "$OUTLAY_EXIT_CODE" ;;
  warning) if [ "$OUTLAY_EXIT_CODE" -ne 0 ] || [ "$OUTLAY_WARNINGS" -gt 0 ]; then exit 1; fi ;;
  *)
    echo '::error title=outlay::fail-on is error, warning or never.'
    exit 2
    ;;
esac
