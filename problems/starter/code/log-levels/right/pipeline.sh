levels=$(sed -n 's/^\[\([A-Za-z][A-Za-z]*\)\].*/\1/p' | tr a-z A-Z)
if [ -z "$levels" ]; then
  echo EMPTY
else
  echo "$levels" | LC_ALL=C sort | uniq -c | LC_ALL=C sort -k1,1nr -k2,2 |
    while read -r number level; do
      echo "$level $number"
    done
fi
