# Sourced by ./sail and ./build: find_jdk prints the home of a JDK 22 or newer, the newest of the usual places,
# or says on standard error what it found instead and returns 2.

oldest_jdk=22

# The feature version of the JDK at $1, or nothing. The release file answers without starting a JVM.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
    # What the user chose comes first and wins if it is new enough.
    [ -n "${JAVA_HOME-}" ] && echo "$JAVA_HOME"
    local java
    java=$(command -v java) && java=$(readlink -f "$java") && echo "${java%/bin/java}"
    local home
    for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/jdk* "$HOME"/.jdks/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -d "$home" ] && [ ! -L "$home" ] && echo "$home"
    done
}

find_jdk() {
    local home version best='' best_version=0 chosen seen=''
    chosen=${JAVA_HOME-}
    while IFS= read -r home; do
        version=$(jdk_version "$home") || continue
        [ -n "$version" ] || continue
        [ "$version" -lt "$oldest_jdk" ] && case "$seen" in
            *"  $home "*) continue ;;
            *) seen="$seen  $home (JDK $version)"$'\n'; continue ;;
        esac
        if [ "$home" = "$chosen" ]; then
            best=$home
            break
        fi
        if [ "$version" -gt "$best_version" ]; then
            best=$home best_version=$version
        fi
    done < <(jdk_candidates)
    if [ -n "$best" ]; then
        echo "$best"
        return 0
    fi
    {
        echo "error: a JDK $oldest_jdk or newer is needed, and none was found"
        if [ -n "$seen" ]; then
            echo "found only:"
            printf '%s' "$seen"
        fi
        echo "Install one (any vendor), or set JAVA_HOME to where it is."
    } >&2
    return 2
}
