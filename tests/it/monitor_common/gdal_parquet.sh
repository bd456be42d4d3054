#!/usr/bin/env bash
# GDAL with its own Parquet driver, for one test: gdal_parquet.sh FOLDER
#
# Neither Debian nor PyPI has a GDAL that was built with Parquet. GDAL's plugins can be built by themselves against the
# same version of GDAL: here from Debian's source, for the GDAL and the Arrow that PyPI has in pyogrio and pyarrow. These
# versions belong together.
set -euo pipefail
folder=$1
gdal=3.10.3
sum=5ef1d6bf67d9d4d9394f90c96b9873e60aeed7e44b04df04ffd777b3c79c9588
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
if [ -e "$folder/ogr_Parquet.so" ]; then
    exit 0
fi
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --quiet --disable-pip-version-check install pyogrio==0.11.1 pyarrow==19.0.1
libraries=$("$folder/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
arrow="$libraries/pyarrow"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The mirror that the machine is set to.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m1 'debian/$' || true)
"$folder/venv/bin/python" - "${mirror:?no Debian mirror is set}pool/main/g/gdal/gdal_$gdal+dfsg.orig.tar.xz" \
    "$sum" "$work" <<'PYTHON'
import hashlib, io, sys, tarfile, urllib.request

url, due, work = sys.argv[1:]
data = urllib.request.urlopen(url, timeout=120).read()
found = hashlib.sha256(data).hexdigest()
if found != due:
    sys.exit(f"{url}: checksum {found}, should be {due}")
tarfile.open(fileobj=io.BytesIO(data), mode="r:xz").extractall(work)
PYTHON
cd "$work/gdal-$gdal"
# What GDAL's own build would find out about the machine, as far as these files ask.
mkdir generated
sed 's/@[A-Z_]*@//' gcore/gdal_version.h.in >generated/gdal_version.h
{
    for line in 'SIZEOF_INT 4' 'SIZEOF_LONG 8' 'SIZEOF_UNSIGNED_LONG 8' 'SIZEOF_VOIDP 8' 'HAVE_GMTIME_R 1' \
        'HAVE_LOCALTIME_R 1' 'CPL_MULTIPROC_PTHREAD 1' 'HAVE_GCC_ATOMIC_BUILTINS 1' 'HAVE_GCC_BSWAP 1' \
        'VSI_STAT64 stat64' 'VSI_STAT64_T stat64'; do
        echo "#define $line"
    done
} >generated/cpl_config.h
flags=(-std=c++17 -O0 -fPIC -DGDAL_COMPILATION -DSTANDALONE -DPLUGIN_FILENAME='"ogr_Parquet.so"' -DGDAL_USE_ARROWDATASET)
for include in generated port gcore alg ogr ogr/ogrsf_frmts ogr/ogrsf_frmts/generic ogr/ogrsf_frmts/mem "$arrow/include"; do
    flags+=("-I$include")
done
printf '%s\n' ogr/ogrsf_frmts/parquet/*.cpp |
    xargs -P 2 -I{} sh -c 'g++ "$@" -c "$0" -o "$(basename "$0" .cpp).o"' {} "${flags[@]}"
g++ -shared -o ogr_Parquet.so ./*.o "$libraries"/pyogrio.libs/libgdal-* "$arrow"/libparquet.so.* \
    "$arrow"/libarrow.so.* "$arrow"/libarrow_dataset.so.* "-Wl,-rpath,$arrow:$libraries/pyogrio.libs"
mv ogr_Parquet.so "$folder/"
