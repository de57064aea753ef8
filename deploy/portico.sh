#!/bin/sh
# The commands of the image.
set -e
case "$1" in
  web) cd /app/web && exec node server.js ;;
  worker) cd /app && exec node worker/main.ts ;;
  migrate) cd /app && exec node scripts/migrate.ts ;;
  *) echo "usage: portico web | worker | migrate" >&2; exit 2 ;;
esac
