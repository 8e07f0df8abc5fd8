#!/usr/bin/env bash
# Writes the difference of two networks as Markdown and SARIF, and its exit code. Fails only where there is no difference to show, so
# that a comment can be written before the job fails.
# BASE, HEAD: networks. DEPLOYMENT: deployment file, may be empty. FAIL_ON: a verdict. VERSION: of the package. OUT: folder for the files.
# MISSING_BASE_IS_EMPTY: "true" where a base that is not there counts as an empty network.
# AZUREML_NETWORK: the command, where it is not that of the package.
set -euo pipefail
mkdir -p "$OUT"
arguments=(diff "$BASE" "$HEAD" --fail-on "$FAIL_ON")
if [ -n "${DEPLOYMENT:-}" ]; then
  arguments+=(--deployment "$DEPLOYMENT")
fi
case "${MISSING_BASE_IS_EMPTY:-}" in
  [Tt]rue) arguments+=(--missing-base-is-empty) ;; # Azure Pipelines writes it as True
esac
if [ -n "${AZUREML_NETWORK:-}" ]; then
  read -r -a command <<< "$AZUREML_NETWORK"
else
  command=(npx --yes "azureml-network@${VERSION:-latest}")
fi
code=0
"${command[@]}" "${arguments[@]}" --format markdown > "$OUT/diff.md" || code=$?
# 2: the call or a file is wrong; 3: a fault. All others say what the difference comes to.
if [ "$code" -eq 2 ] || [ "$code" -eq 3 ]; then
  exit "$code"
fi
"${command[@]}" "${arguments[@]}" --format sarif > "$OUT/diff.sarif" || [ "$?" -eq "$code" ]
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'exit-code=%s\nmarkdown=%s\nsarif=%s\n' "$code" "$OUT/diff.md" "$OUT/diff.sarif" >> "$GITHUB_OUTPUT"
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$OUT/diff.md" >> "$GITHUB_STEP_SUMMARY"
fi
if [ -n "${TF_BUILD:-}" ]; then
  printf '##vso[task.uploadsummary]%s\n##vso[task.setvariable variable=exitCode]%s\n' "$OUT/diff.md" "$code"
fi
