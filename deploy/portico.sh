#!/bin/sh
# The commands of the image.
set -e
case "$1 $2" in
  "web ") cd /app/web && exec node server.js ;;
  "worker ") cd /app && exec node worker/main.ts ;;
  "migrate ") cd /app && exec node scripts/migrate.ts ;;
  "audit verify") shift 2 && cd /app && exec node scripts/audit-verify.ts "$@" ;;
  *) echo "usage: portico web | worker | migrate | audit verify [--organization SLUG] [--checkpoints FILE]" >&2; exit 2 ;;
esac
