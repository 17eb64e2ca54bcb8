line=x
while [[ -n $line ]]; do
  line=${line}
done
echo EMPTY
