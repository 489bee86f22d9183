#!/usr/bin/env bash
# Builds outlay where the action was checked out, and puts it on the path of the steps that follow.
set -euo pipefail

# Installing runs the build. Its log is of no use unless it fails.
if [ ! -f "$GITHUB_ACTION_PATH/dist/cli/main.js" ]; then
  log="$RUNNER_TEMP/outlay-build.log"
  (cd "$GITHUB_ACTION_PATH" && npm ci --no-audit --no-fund) >"$log" 2>&1 || {
    cat "$log"
    exit 1
  }
fi

bin="$RUNNER_TEMP/outlay-bin"
mkdir -p "$bin"
printf '#!/usr/bin/env bash\nexec node %q "$@"\n' "$GITHUB_ACTION_PATH/dist/cli/main.js" >"$bin/outlay"
chmod +x "$bin/outlay"
echo "$bin" >>"$GITHUB_PATH"
