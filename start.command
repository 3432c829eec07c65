#!/bin/sh
# macOS and Linux: a double click opens the form; finds Python 3.11 or newer.
cd "$(dirname "$0")" || exit 1
for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$python" run.py lab "$@"
    code=$?
    [ "$code" -eq 0 ] || [ "$code" -ge 128 ] || { printf '\nPress Enter to close. / Enterキーで閉じます。 '; read -r _; }
    exit "$code"
  fi
done
echo "Python 3.11 or newer is needed, and was not found. Get it at https://www.python.org/downloads/ and try again."
echo "Python 3.11以降が必要ですが、見つかりません。https://www.python.org/downloads/ から入れて、もう一度お試しください。"
printf '\nPress Enter to close. / Enterキーで閉じます。 '
read -r _
exit 2
