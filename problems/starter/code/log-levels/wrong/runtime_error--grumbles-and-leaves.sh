set -e
while read -r line; do
  case $line in
    \[*\]*) echo "${line%%]*}" | tr -d '[' ;;
    *) exit 3 ;;
  esac
done
