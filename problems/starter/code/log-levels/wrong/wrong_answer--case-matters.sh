levels=$(sed -n 's/^\[\([A-Za-z][A-Za-z]*\)\].*/\1/p')
if [ -z "$levels" ]; then
  echo EMPTY
else
  echo "$levels" | sort | uniq -c | sort -k1,1nr -k2,2 | while read -r number level; do
    echo "$level $number"
  done
fi
