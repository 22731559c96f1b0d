# In a network namespace of its own: all of the lab's addresses on port 53, unbound as the machine's resolver, knot-resolver
# beside it where it is installed, and dig, which asks the machine's resolver for each name server that +trace meets.
# Called with: node, the program that binds the lab, a folder with the resolvers' files, the lab's IPv6 addresses.
set -e
ip link set lo up
for address in $4; do ip -6 address add "$address/128" dev lo nodad; done
mount --bind "$3/resolv.conf" /etc/resolv.conf
"$1" "$2" 53 > "$3/bound" &
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -s "$3/bound" ] && break; sleep 0.2; done
unbound -d -c "$3/unbound.conf" 2> "$3/unbound.log" &
resolvers="unbound@127.0.0.1"
if command -v kresd > "$3/where"; then
  (cd "$3" && exec kresd -n -c "$3/kresd.conf" "$3") > "$3/kresd.log" 2>&1 &
  resolvers="$resolvers kresd@127.0.0.2"
fi
sleep 1
echo "== trace"
dig +trace +nodnssec @127.53.0.1 www.example.com
for name in www.gaslight.com menu.teahouse.co.zz www.tidewater.org xn--mrchen-bua.xn--bcher-kva.com leaf.twig.branch.bough.limb.trunk.root.tree.example.org; do
  for resolver in $resolvers; do
    echo "== $name ${resolver%@*}"
    dig +noall +answer +tries=2 "@${resolver#*@}" "$name"
  done
done
