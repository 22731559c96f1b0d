# In a network namespace of its own: all of the lab's addresses on port 53, unbound and knot-resolver as validators that trust
# the lab's root, and dig, which asks each of them a list of questions.
# Called with: node, the program that binds the lab, a folder with the validators' files, the lab's folder and IPv6 addresses.
set -e
ip link set lo up
for address in $5; do ip -6 address add "$address/128" dev lo nodad; done
"$1" "$2" 53 "$4" > "$3/bound" &
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -s "$3/bound" ] && break; sleep 0.2; done
unbound -d -c "$3/unbound.conf" 2> "$3/unbound.log" &
resolvers="unbound@127.0.0.1"
if command -v kresd > "$3/where"; then
  (cd "$3" && exec kresd -n -c "$3/kresd.conf" "$3") > "$3/kresd.log" 2>&1 &
  resolvers="$resolvers kresd@127.0.0.2"
fi
sleep 1
for resolver in $resolvers; do
  echo "== ${resolver%@*}"
  dig "@${resolver#*@}" +dnssec +noall +comments +question +tries=2 +time=8 -f "$3/questions"
done
