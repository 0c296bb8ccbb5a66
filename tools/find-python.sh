# To be sourced. An interpreter of the first version that is found and can make virtual environments: pyenv's, else the
# one on the PATH. pyenv's shims answer for versions they do not have, so it is tried.
find_python() {
    local version candidate
    for version; do
        for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python"$version" \
            "$(command -v "python$version" || true)"; do
            if [ -x "$candidate" ] && "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
                echo "$candidate"
                return
            fi
        done
    done
}
