#!/bin/sh
# Fetches the public web pages that extracts and decisions name `pages/...`: the test pages of three
# libraries that read articles out of pages. Writes FOLDER/pages.jsonl, for `nutgraf-eval train
# --articles FOLDER`. Run it in the repository; it needs git, the network and 300 MB while it works.
set -eu
folder=${1:?usage: eval/data/panel/pages.sh FOLDER}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
repository=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Name, repository, commit, folders of pages.
pages() {
    name=$1 source=$2 commit=$3
    shift 3
    mkdir "$work/$name"
    git -C "$work/$name" init -q
    git -C "$work/$name" fetch -q --depth 1 "https://github.com/$source" "$commit"
    git -C "$work/$name" archive FETCH_HEAD -- "$@" | tar x -C "$work/$name"
    rm -rf "$work/$name/.git"
}

pages readability mozilla/readability ab4027a8b37669745016869a37a504727992b2ba test/test-pages
pages parser postlight/parser e8ba7ece291efa4d915d50dd4deeec17d54359f2 fixtures
pages trafilatura adbar/trafilatura e90b0ef51ab026fdb905fb6c5b3c84dd3d784fd5 tests/eval tests/cache
find "$work" \( -name expected.html -o -name '*.json' \) -delete

cd "$work"
# Pages without a text are reported, and make the exit code 1.
cargo run --quiet --release --manifest-path "$repository/Cargo.toml" -- \
    summarize --json -q readability parser trafilatura > "$folder/pages.jsonl" || [ $? -eq 1 ]
wc -l "$folder/pages.jsonl"
