#!/bin/sh
# Embeddings over HTTP: nutgraf and sentence-transformers behind FastAPI, one after the other on this machine.
#   run.sh [--clients 1,8,64] [--seconds 5] [--binary FILE] [--articles FILE] [OPTION of load.py ...]
# The peer runs twice: as one process with all threads, and as one process of one thread for each processor. nutgraf's
# table names the ratio of requests a second to the better of the two in each cell, and the peer's p50.
# Makes a Python environment in the user's cache on the first call (6 GB), and nothing in the repository.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/nutgraf/service-bench
python=$cache/venv/bin/python

mkdir -p "$cache"
if ! [ -x "$python" ]; then
    rm -f "$cache"/*.installed
    python3 -m venv "$cache/venv"
fi
if ! cmp -s "$here/requirements.txt" "$cache/requirements.txt.installed"; then
    echo "installing requirements.txt into $cache/venv" >&2
    (cd "$cache" && "$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt" >&2)
    cp "$here/requirements.txt" "$cache/requirements.txt.installed"
fi

export HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 TQDM_DISABLE=1 TOKENIZERS_PARALLELISM=false PYTHONWARNINGS=ignore
export PYTHONDONTWRITEBYTECODE=1

processors=$(getconf _NPROCESSORS_ONLN)
work=$(mktemp -d)
peer=
end() {
    if [ -n "$peer" ]; then
        kill "$peer" 2>/dev/null || true
        wait "$peer" 2>/dev/null || true
    fi
    peer=
}
trap 'end; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# One way to run the peer: processes, threads of each, the file for its cells; then options of load.py.
measure_peer() {
    workers=$1 threads=$2 file=$3
    shift 3
    port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$python" "$here/fastapi_peer.py" --port "$port" --workers "$workers" --threads "$threads" --cache "$cache" &
    peer=$!
    echo "sentence-transformers behind FastAPI, processes: $workers, threads of each: $threads"
    "$python" - "$port" "$peer" <<'WAIT'
import os, sys, time, urllib.request
for _ in range(600):
    try:
        os.kill(int(sys.argv[2]), 0)
        urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/ready").read()
        break
    except ProcessLookupError:
        sys.exit("the peer ended")
    except OSError:
        time.sleep(0.2)
else:
    sys.exit("the peer does not answer")
time.sleep(2)  # the other processes load their model too
WAIT
    "$python" "$here/load.py" --only embed-1,embed-32 "$@" --url "http://127.0.0.1:$port" --json "$file"
    end
    echo
}

measure_peer 1 "$processors" "$work/peer-1.json" "$@"
measured=$work/peer-1.json
if [ "$processors" -gt 1 ]; then
    measure_peer "$processors" 1 "$work/peer-2.json" "$@"
    measured="$measured $work/peer-2.json"
fi
echo "nutgraf; ratio: requests a second to the better of the peer's in that cell"
# The folder's name has no blank: mktemp made it.
# shellcheck disable=SC2086
"$python" "$here/load.py" --only embed-1,embed-32 --stored 0 "$@" --against $measured
