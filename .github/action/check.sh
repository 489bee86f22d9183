#!/usr/bin/env bash
# Checks the workflows of a change: a report in Markdown for the comment, annotations at their lines. outlay itself adds the
# report to the summary of the step. Ends with 0 whatever it finds: the verdict comes after the comment.
set -euo pipefail

report="$RUNNER_TEMP/outlay-check.md"
annotations="$RUNNER_TEMP/outlay-annotations.txt"

options=()
if [ -n "${OUTLAY_CONFIG:-}" ]; then options+=("--config=$OUTLAY_CONFIG"); fi
if [ -n "${OUTLAY_BASE:-}" ]; then
  options+=("--base=$OUTLAY_BASE")
  # A checkout without history lacks the base. Its commit alone is enough; if it cannot be had, outlay says what to do.
  if [ ! -e "$OUTLAY_BASE" ] && ! git cat-file -e "$OUTLAY_BASE^{commit}" 2>/dev/null; then
    git fetch --quiet --no-tags --depth=1 --end-of-options origin "$OUTLAY_BASE" 2>/dev/null || true
  fi
fi

paths=()
while IFS= read -r path; do
  if [ -n "$path" ]; then paths+=("$path"); fi
done <<<"${OUTLAY_PATHS:-}"

check() {
  outlay check "--format=$1" ${options[@]+"${options[@]}"} -- ${paths[@]+"${paths[@]}"}
}

# The runner takes no commands from what is printed here but the annotations, which outlay has made inert.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$token"
code=0
check markdown >"$report" || code=$?
warnings=0
if [ "$code" -le 1 ]; then
  GITHUB_STEP_SUMMARY='' check github >"$annotations" 2>/dev/null || true
  warnings=$(grep -c '^::warning ' "$annotations" || true)
  echo "::$token::"
  cat "$annotations"
else
  echo "::$token::"
  printf '%s\n' '<!-- outlay:check -->' '### outlay check: this change could not be checked' '' 'The log of the job says why.' >"$report"
  cat "$report" >>"$GITHUB_STEP_SUMMARY"
fi

{
  echo "exit-code=$code"
  echo "warnings=$warnings"
  echo "report=$report"
} >>"$GITHUB_OUTPUT"
