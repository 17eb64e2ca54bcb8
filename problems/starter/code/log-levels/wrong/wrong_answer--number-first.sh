sed -n 's/^\[\([A-Za-z][A-Za-z]*\)\].*/\1/p' | tr a-z A-Z | sort | uniq -c | sort -k1,1nr -k2,2
