#!/usr/bin/env bash
# Reruns every review and leaves what changed in $SUMMARY (Markdown). Ends with
# 0 when nothing changed, 4 when results changed, 3 when a conclusion did, and
# with grove's own code when a run failed.
set -euo pipefail
SUMMARY=${SUMMARY:-summary.md}
make build
worst=0
for protocol in data/*/protocol.yaml; do
	code=0
	bin/grove run "$(dirname "$protocol")" --detailed-exitcode --summary "$SUMMARY" || code=$?
	case $code in
	0) ;;
	3) worst=3 ;;
	4) [ "$worst" = 3 ] || worst=4 ;;
	*) exit "$code" ;;
	esac
done
exit "$worst"
