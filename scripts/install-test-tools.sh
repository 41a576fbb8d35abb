#!/bin/bash
# Installs what `make test` needs beyond Go: database servers, a browser, foreign SOAP servers and clients, a C compiler.
set -euo pipefail

# Debian's firebird3.0-server is bound to a system service. Only its program is wanted, so that is unpacked here, where
# internal/testdb/dbserver looks for it.
tools=/usr/local/lib/tandem-test-tools

have() { command -v "$1" >/dev/null; }
have_file() { compgen -G "$1" >/dev/null; }

missing=()
have_file '/usr/lib/postgresql/*/bin/postgres' || have postgres || missing+=(postgresql)
have mariadbd || have_file '/usr/sbin/mariadbd' || missing+=(mariadb-server)
have mariadb || missing+=(mariadb-client)
have isql-fb || missing+=(firebird3.0-utils)
have_file '/usr/lib/*/firebird/3.0/firebird.msg' || missing+=(firebird3.0-server-core)
have chromium || have chromium-browser || have google-chrome || missing+=(chromium)
/usr/bin/python3 -c 'import zeep' 2>/dev/null || missing+=(python3-zeep)
have npm || missing+=(npm)
have gcc || missing+=(gcc libc6-dev)
have php || missing+=(php-cli)
have_file '/usr/lib/php/*/soap.so' || missing+=(php-soap)
have soapcpp2 || missing+=(gsoap)
have_file '/usr/include/stdsoap2.h' || missing+=(libgsoap-dev)

firebird_missing=false
have firebird || have_file '/usr/sbin/firebird' || have_file "$tools/firebird/usr/sbin/firebird" || firebird_missing=true

if [[ ${#missing[@]} -eq 0 && $firebird_missing = false ]]; then
	exit 0
fi
if ! have apt-get || [[ $EUID -ne 0 ]]; then
	echo "Tests need programs that are not installed: ${missing[*]}$($firebird_missing && echo ' firebird3.0-server' || true)" >&2
	echo "On Debian run this as root: $0" >&2
	echo 'Elsewhere install them by hand, or name running servers in TANDEM_TEST_POSTGRES, TANDEM_TEST_MARIADB, TANDEM_TEST_FIREBIRD.' >&2
	[[ ${CI:-} != true ]] || exit 1
	exit 0 # the tests that need them are skipped, loudly
fi

# apt-get runs without questions, and without starting the services that it installs: the tests start their own.
apt_get() { DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq -o=Dpkg::Use-Pty=0 "$@"; }

install_packages() {
	echo "installing ${missing[*]}"
	apt_get install --yes --no-install-recommends "${missing[@]}" >/dev/null
}

unpack_firebird() {
	echo "unpacking firebird3.0-server into $tools"
	local download
	download=$(mktemp -d)
	(cd "$download" && apt_get -o APT::Sandbox::User=root download firebird3.0-server)
	mkdir -p "$tools/firebird"
	dpkg -x "$download"/firebird3.0-server_*.deb "$tools/firebird"
	rm -r "$download"
}

apt_get update
[[ ${#missing[@]} -eq 0 ]] || install_packages
[[ $firebird_missing = false ]] || unpack_firebird
