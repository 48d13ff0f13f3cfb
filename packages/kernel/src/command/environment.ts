/**
 * Variables and what setting them does. Sources: bash(1) "Shell Variables", ld.so(8), environ(7),
 * git(1), and the manuals of the tools named by the prefixes.
 */

/** Set for the shell alone, these change what it runs, where it looks or what it remembers. */
const shellNames: ReadonlySet<string> = new Set(
  `PATH IFS ENV PS0 PS1 PS2 PS3 PS4 PROMPT_COMMAND CDPATH GLOBIGNORE SHELLOPTS BASHOPTS FPATH HOME
  PWD OLDPWD TMPDIR SHELL TERM TERMINFO TERMINFO_DIRS TERMCAP INPUTRC MAIL MAILPATH MAILCHECK
  EXECIGNORE FIGNORE FUNCNEST FCEDIT TMOUT POSIXLY_CORRECT OPTIND OPTARG OPTERR REPLY LANG LANGUAGE
  TZ PAGER EDITOR VISUAL BROWSER LESS LESSOPEN LESSCLOSE LESSKEY MORE MANPAGER MANOPT GREP_OPTIONS
  NODE_OPTIONS NODE_PATH CLASSPATH JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS GCONV_PATH LOCPATH NLSPATH
  HOSTALIASES RES_OPTIONS GLIBC_TUNABLES SSH_ASKPASS SUDO_ASKPASS SUDO_EDITOR DISPLAY MAKEFLAGS
  USER LOGNAME HOSTNAME HOSTFILE COMP_WORDBREAKS BASH_ENV auto_resume histchars
  http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
  CC CXX LD AR AS CFLAGS LDFLAGS DOCKER_HOST KUBECONFIG AWS_PROFILE RIPGREP_CONFIG_PATH`.split(
    /\s+/u,
  ),
);

const shellPrefixes =
  /^(?:LD_|DYLD_|BASH|HIST|LC_|GIT_|SVN_|PERL|PYTHON|RUBY|NODE_|NPM_|npm_|XDG_|DBUS_|LESS|MALLOC_|RUST|CARGO_|GO[A-Z]|PIP_|UV_|PG[A-Z]|MYSQL_|TAR_|ZIP|UNZIP|GZIP|XZ_|BZIP|FZF_|RSYNC_|CURL_|SSL_|OPENSSL_|GNUPG|GPG_|SSH_|SYSTEMD_|MAN|GREP_|JQ_|AWK|GAWK|POSIX|DOCKER_|KUBE|AWS_)/u;

/** Given to a program, these only choose language, time zone, colour or width. */
const harmless: ReadonlySet<string> = new Set(
  `LANG LANGUAGE LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME LC_NAME
  LC_ADDRESS LC_TELEPHONE LC_MEASUREMENT LC_IDENTIFICATION LC_PAPER TZ NO_COLOR CLICOLOR FORCE_COLOR
  CLICOLOR_FORCE COLUMNS LINES BLOCKSIZE BLOCK_SIZE DU_BLOCK_SIZE DF_BLOCK_SIZE LS_BLOCK_SIZE
  TIME_STYLE QUOTING_STYLE LS_COLORS GREP_COLOR GREP_COLORS`.split(/\s+/u),
);

/** A locale, a zone, a number or a colour; never an absolute path, which would name a file to load. */
const harmlessValue = /^(?:[A-Za-z0-9][A-Za-z0-9_.@,;=*+-]*(?:\/[A-Za-z0-9_+-]+){0,2})?$/u;

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/u;

export function isName(text: string): boolean {
  return identifier.test(text);
}

/** True where setting the variable for the running shell may change what later words do. */
export function changesShell(name: string): boolean {
  return shellNames.has(name) || shellPrefixes.test(name);
}

/** True where handing `name=value` to a program cannot change what it loads, runs or reaches. */
export function isHarmlessExport(name: string, value: string | null): boolean {
  return value !== null && harmless.has(name) && harmlessValue.test(value);
}

/** Bash sets these by itself, or whoever starts it does; from bash(1) and sudo(8). */
const setByOthers: ReadonlySet<string> = new Set(
  `_ DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID UID PPID GROUPS HOSTTYPE MACHTYPE OSTYPE LINENO MAPFILE
  OPTARG OPTIND PIPESTATUS RANDOM SECONDS SHLVL SRANDOM FUNCNAME COPROC COPROC_PID COLUMNS LINES
  READLINE_LINE READLINE_POINT READLINE_MARK READLINE_ARGUMENT`.split(/\s+/u),
);

/**
 * True where a variable that the command never sets is certainly without a value: commands start
 * in an environment built from a handful of names, each of which `changesShell` knows, and with no
 * arguments of their own.
 */
export function startsUnset(name: string): boolean {
  if (/^(?:[1-9]\d*|[@*])$/u.test(name)) return true;
  if (!isName(name) || /^(?:SUDO_|PKEXEC_|COMP_)/u.test(name)) return false;
  return !changesShell(name) && !setByOthers.has(name);
}

/** Always digits, never empty; from bash(1). */
export const numericVariables: ReadonlySet<string> = new Set(
  '# ? $ RANDOM SECONDS UID EUID PPID LINENO BASHPID SRANDOM EPOCHSECONDS BASH_SUBSHELL SHLVL'.split(
    ' ',
  ),
);
