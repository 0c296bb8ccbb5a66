# Sourced by ./sail, ./build and jmh/run: find_jdk prints the home of a JDK that is new enough, or says on standard
# error what it found instead and returns 2.

oldest_jdk=22 # where java.lang.foreign became final

# The feature version of the JDK at $1, or nothing. Its release file answers without starting a JVM.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
}

java_on_path() {
    local java
    java=$(command -v java) && java=$(readlink -f "$java") && echo "${java%/bin/java}"
}

usual_jdk_places() {
    local home user=${HOME-}
    for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/jdk* "$user"/.jdks/* \
        "$user"/.sdkman/candidates/java/* "$user"/.asdf/installs/java/* "$user"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -d "$home" ] && [ ! -L "$home" ] && echo "$home"
    done
}

# JAVA_HOME if it is new enough, since the user chose it; else the newest of the others.
find_jdk() {
    local home version best='' best_version=0 too_old=''
    version=$(jdk_version "${JAVA_HOME-}") || version=0
    if [ "${version:-0}" -ge "$oldest_jdk" ]; then
        echo "$JAVA_HOME"
        return 0
    fi
    while IFS= read -r home; do
        version=$(jdk_version "$home") || continue
        if [ "${version:-0}" -lt "$oldest_jdk" ]; then
            too_old+="  $home (JDK ${version:-unknown})"$'\n'
        elif [ "$version" -gt "$best_version" ]; then
            best=$home best_version=$version
        fi
    done < <({ [ -z "${JAVA_HOME-}" ] || echo "$JAVA_HOME"; java_on_path; usual_jdk_places; } | awk '!seen[$0]++')
    if [ -n "$best" ]; then
        echo "$best"
        return 0
    fi
    {
        echo "error: a JDK $oldest_jdk or newer is needed, and none was found"
        [ -z "$too_old" ] || printf 'found only:\n%s' "$too_old"
        echo "Install one (any vendor), or set JAVA_HOME to where it is."
    } >&2
    return 2
}
