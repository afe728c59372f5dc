#!/usr/bin/env bash
# Publishes the program for Azure Functions into artifacts/azure/app and artifacts/azure/pipeline.zip: self-contained, linux-x64, with host.json and the function folders.
# Run it on Linux or macOS: Windows has no execute bit to put into the zip, and the host could not start the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

output="$PWD/artifacts/azure"
rm -rf "$output/app" "$output/pipeline.zip"
# A build folder of its own: what is built for Linux must not get in the way of the next build for this machine.
# The portable form: native code made here would need a C library at least as new as this machine has.
dotnet publish functions/Pipeline.App -c Release -r linux-x64 -o "$output/app" -p:ArtifactsPath="$output/build" -p:PackageFile="$output/pipeline.zip" -p:PublishAot=false
echo "$output/pipeline.zip"
