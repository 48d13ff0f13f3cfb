/**
 * Places no approval opens. `any`: neither read nor changed; `change`: read with a question, never
 * changed. A place that is not `firm` gives way where a person made a folder inside it a root, or
 * where their home lies in it. Names are compared folded (`foldName`), so letter case, Unicode form
 * and trailing dots do not matter. A trailing `*` stands for any ending of that one name.
 */
export interface SystemPlace {
  readonly place: string;
  readonly access: 'any' | 'change';
  readonly firm: boolean;
}

const shut = (place: string): SystemPlace => ({ place, access: 'any', firm: true });
const lent = (place: string): SystemPlace => ({ place, access: 'any', firm: false });
const fixed = (place: string): SystemPlace => ({ place, access: 'change', firm: true });
const owned = (place: string): SystemPlace => ({ place, access: 'change', firm: false });

/** The operating system's, on Linux (FHS 3.0) and macOS. */
export const systemPlaces: readonly SystemPlace[] = [
  ...['/etc', '/proc', '/sys', '/boot', '/efi', '/lost+found'].map(shut),
  ...['/private/etc', '/private/var/db', '/private/var/root', '/System', '/.vol'].map(shut),
  ...['/Library/Keychains', '/Library/Application Support/com.apple.TCC'].map(shut),
  ...['/usr/local/etc', '/opt/homebrew/etc', '/snap/bin'].map(fixed),
  ...['/var/spool', '/var/backups', '/var/db', '/var/lib/private', '/var/lib/docker'].map(shut),
  ...['/var/lib/dpkg', '/var/lib/systemd', '/var/log/journal', '/var/mail'].map(shut),
  ...['/var/lib/sss', '/var/lib/samba', '/var/lib/NetworkManager', '/var/lib/bluetooth'].map(shut),
  ...['/run/secrets', '/run/credentials', '/run/docker.sock', '/run/dbus', '/run/systemd'].map(
    shut,
  ),
  ...['/run/containerd', '/run/podman', '/run/keys', '/var/run'].map(shut),
  ...['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'].map(fixed),
  ...['/usr/bin', '/usr/sbin', '/usr/lib', '/usr/lib32', '/usr/lib64', '/usr/libexec'].map(fixed),
  ...['/usr/libx32', '/usr/local/bin', '/usr/local/sbin', '/usr/local/lib'].map(fixed),
  ...['/usr/share', '/usr/include', '/nix/store', '/gnu/store', '/Applications'].map(fixed),
  ...['/dev', '/root', '/run', '/var/lib', '/var/root'].map(lent),
  ...['/usr', '/var', '/opt', '/srv', '/snap', '/nix', '/gnu', '/Library', '/cores'].map(owned),
  ...['/private/var', '/lib.usr-is-merged', '/selinux', '/cgroup'].map(owned),
];

/** Shared scratch space inside a refused place: outside the workspace, but only that. */
export const scratchPlaces: readonly string[] = [
  '/var/tmp',
  '/dev/shm',
  '/private/var/tmp',
  '/private/var/folders',
];

/** Devices that hold nothing and change nothing, so that `2>/dev/null` needs no question. */
export const harmlessDevices: readonly string[] = [
  '/dev/null',
  '/dev/zero',
  '/dev/full',
  '/dev/random',
  '/dev/urandom',
  '/dev/stdin',
  '/dev/stdout',
  '/dev/stderr',
];

/** Where homes of people lie, besides the person's own. */
export const homeParents: readonly string[] = ['/home', '/Users', '/var/home'];

/** Below any home: key material, sessions, password stores, what a person typed. */
export const homePlaces: readonly string[] = `
  # keys and signing,
  .ssh, .ssh2, .gnupg, .gpg, .pki, .putty, .config/putty, .age, .config/age, .config/sops,
  .minisign, .signify, .step, .globus, .cert, .certs, .tsh, .config/easy-rsa, .secrets,
  .vault-token, .ejson, .yubico,
  # clouds and clusters,
  .aws, .azure, .kube, .docker, .config/gcloud, .config/doctl, .config/hcloud,
  .config/linode-cli, .config/scw, .oci, .aliyun, .bluemix, .ibmcloud, .tccli, .boto, .s3cfg,
  .s3curl, .config/rclone, .rclone.conf, .mc/config.json, .config/containers, .databricks,
  .databrickscfg, .snowsql, .snowflake, .terraformrc, .terraform.d, .pulumi, .minikube,
  .rancher, .config/helm, .helm, .fly, .netlify, .config/netlify, .config/vercel,
  .local/share/com.vercel.cli, .config/heroku, .railway, .config/cloudflared, .cloudflared,
  .wrangler, .config/.wrangler, .config/ngrok, .ngrok2, .config/stripe, .config/tailscale,
  .config/configstore, .serverlessrc,
  # forges and registries and databases,
  .git-credentials, .config/git/credentials, .config/gh, .config/glab-cli, .config/hub,
  .config/tea, .netrc, _netrc, .authinfo, .authinfo.gpg, .npmrc, .config/npm, .yarnrc,
  .yarnrc.yml, .pypirc, .config/pip, .pip, .config/pypoetry/auth.toml, .gem/credentials,
  .local/share/gem/credentials, .bundle/config, .cargo/credentials*, .nuget, .config/NuGet,
  .m2/settings*, .gradle/gradle.properties, .composer/auth.json,
  .config/composer/auth.json, .hex, .conan, .conda, .condarc, .pgpass, .pg_service.conf,
  .my.cnf, .mylogin.cnf, .dbshell, .mongorc.js, .config/mongodb, .cassandra, .rediscli_auth,
  .config/dbeaver, .local/share/DBeaverData, .dbeaver*, .msmtprc, .config/msmtp, .mbsyncrc,
  .offlineimaprc, .fetchmailrc, .muttrc, .config/neomutt, .smbcredentials, .davfs2,
  .config/filezilla, .config/remmina, .local/share/remmina, .huggingface,
  .cache/huggingface/token, .kaggle, .config/wandb,
  # assistants and editors that keep sessions,
  .claude/.credentials.json, .claude.json, .codex/auth.json, .gemini/oauth_creds.json,
  .config/github-copilot, .config/openai, .config/anthropic, .config/aichat, .aider*,
  .config/Code/User/globalStorage, .config/Cursor/User/globalStorage, .continue,
  # desktop secrets,
  .local/share/keyrings, .gnome2/keyrings, .local/share/kwalletd, .kde/share/apps/kwallet,
  .kde4/share/apps/kwallet, .config/kwalletrc, .password-store, .local/share/password-store,
  .config/op, .op, .config/1Password, .1password, .config/Bitwarden*, .config/keepassxc,
  .cache/keepassxc, .local/share/keepassxc, .lastpass, .config/lpass, .config/rbw,
  .local/share/rbw, .config/enpass, .dashlane, .config/Proton*, .local/share/gopass,
  .config/gopass, .config/goa-1.0, .local/share/evolution, .local/share/seahorse, .Xauthority,
  .ICEauthority, .config/pulse/cookie, .dbus, .local/share/Trash, .local/state/keyrings,
  .config/ibus/bus, .vnc, .config/tigervnc, .rdp,
  # browsers and mail,
  .mozilla, .config/mozilla, .librewolf, .waterfox, .floorp, .zen, .tor-browser,
  .local/share/torbrowser, .thunderbird, .icedove, .betterbird, .config/google-chrome*,
  .config/chromium*, .config/BraveSoftware, .config/microsoft-edge*, .config/vivaldi*,
  .config/opera*, .config/yandex-browser*, .config/Min, .config/falkon, .config/arc,
  .config/qutebrowser, .local/share/qutebrowser, .local/share/epiphany, .opera, .w3m, .lynx*,
  .elinks, .cache/mozilla, .cache/google-chrome*, .cache/chromium, .cache/BraveSoftware,
  .cache/microsoft-edge*, .cache/thunderbird, snap/firefox, snap/chromium, snap/brave,
  snap/thunderbird, snap/opera, snap/bitwarden, snap/keepassxc, .var/app/org.mozilla.*,
  .var/app/com.google.Chrome*, .var/app/org.chromium.*, .var/app/com.brave.*,
  .var/app/com.microsoft.Edge*, .var/app/io.gitlab.librewolf*, .var/app/org.keepassxc.*,
  .var/app/com.bitwarden.*, .var/app/com.vivaldi.*,
  # messengers and wallets,
  .config/Signal*, .config/Element, .config/Slack, .config/discord*, .config/Microsoft,
  .config/teams*, .config/WhatsApp, .local/share/TelegramDesktop, .config/skypeforlinux,
  .purple, .weechat, .config/weechat, .irssi, .config/hexchat, .bitcoin, .litecoin, .dogecoin,
  .zcash, .monero, .bitmonero, .ethereum, .electrum, .electron-cash, .config/solana,
  .config/Exodus, .config/Ledger*, .config/atomic, .foundry/keystores, .brownie/accounts,
  .near-credentials, .sui, .aptos,
  # what a person typed,
  .bash_history, .zsh_history, .zhistory, .histfile, .history, .sh_history, .ksh_history,
  .ash_history, .tcsh_history, .zsh_sessions, .bash_sessions, .local/share/fish,
  .config/fish/fish_history, .local/share/nushell, .config/nushell/history*,
  .local/share/powershell, .local/share/atuin, .local/share/mcfly, .python_history,
  .ipython/profile_default/history.sqlite, .node_repl_history, .irb_history, .pry_history,
  .psql_history, .mysql_history, .mariadb_history, .sqlite_history, .rediscli_history,
  .mongosh, .mongodb, .lesshst, .viminfo, .local/state/vim, .local/state/nvim/shada,
  .local/share/recently-used.xbel, .wget-hsts, .cache/thumbnails,
  # macOS,
  Library/Keychains, Library/Cookies, Library/Safari, Library/Mail, Library/Messages,
  Library/Accounts, Library/Containers, Library/Group Containers, Library/Biome,
  Library/Application Support/Google, Library/Application Support/Chromium,
  Library/Application Support/Firefox, Library/Application Support/BraveSoftware,
  Library/Application Support/Microsoft Edge*, Library/Application Support/Arc,
  Library/Application Support/Vivaldi, Library/Application Support/com.operasoftware*,
  Library/Application Support/Signal, Library/Application Support/1Password*,
  Library/Application Support/Bitwarden, Library/Application Support/com.apple.TCC,
  Library/Application Support/gcloud, Library/HTTPStorages, Library/WebKit,
`
  .split(',')
  .map((row) => row.replace(/\s+/gu, ' ').trim())
  .filter((row) => row !== '' && !row.startsWith('#'));
