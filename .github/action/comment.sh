#!/usr/bin/env bash
# Keeps one comment on the pull request up to date: found by the hidden marker in its first line and by its author, changed in
# place, or made. Without a token that may write, the report stands in the summary of the job alone.
set -euo pipefail

# Nothing but these characters reaches the query below.
marker=$(head -n 1 "$OUTLAY_REPORT")
if ! [[ "$marker" =~ ^'<!-- outlay:'[a-z0-9\ =]+' -->'$ ]]; then
  echo '::warning title=outlay::The report has no marker, so that no comment is made of it.'
  exit 0
fi

without_comment() {
  if [ "${OUTLAY_HEAD_REPOSITORY:-}" != "$OUTLAY_REPOSITORY" ]; then
    echo '::notice title=outlay::A pull request from a fork has no token that may comment: the report stands in the summary of this job.'
  else
    echo '::warning title=outlay::The comment could not be written: the job needs permissions: { pull-requests: write }. The report stands in its summary.'
  fi
  exit 0
}

comments="repos/$OUTLAY_REPOSITORY/issues/$OUTLAY_PULL_REQUEST/comments"
# Anyone may write a comment that begins like ours; only one of the job's own account is changed.
ours=".[] | select(.user.login == \"github-actions[bot]\" and (.body | startswith(\"$marker\"))) | .id"
ids=$(gh api --paginate "$comments?per_page=100" --jq "$ours") || without_comment
id=${ids%%$'\n'*}

if [ -n "$id" ]; then
  gh api --method PATCH "repos/$OUTLAY_REPOSITORY/issues/comments/$id" --field "body=@$OUTLAY_REPORT" --silent || without_comment
else
  gh api --method POST "$comments" --field "body=@$OUTLAY_REPORT" --silent || without_comment
fi
