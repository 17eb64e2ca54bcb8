#!/usr/bin/env bash
set -euo pipefail

declare -A count=()
while IFS= read -r line || [[ -n $line ]]; do
  if [[ $line =~ ^\[([A-Za-z]+)\] ]]; then
    level=${BASH_REMATCH[1]^^}
    count[$level]=$((${count[$level]:-0} + 1))
  fi
done

if ((${#count[@]} == 0)); then
  echo EMPTY
  exit 0
fi
for level in "${!count[@]}"; do
  echo "$level ${count[$level]}"
done | LC_ALL=C sort -k2,2nr -k1,1
