import type { Grammar } from '../grammar.ts';

const always = (risk: NonNullable<Grammar['risk']>, shows = '--version --help'): Grammar => ({
  risk,
  style: 'none',
  operands: 'text',
  shows,
});
const query = (flags: string, takes = '', operands: Grammar['operands'] = 'text'): Grammar => ({
  flags: `-h --help ${flags}`,
  takes: { text: takes },
  operands,
});
const network = always('command_network');
const container = always('command_container');
const local = '-a -q -n -l -s --all --quiet --no-trunc --latest --size --digests --no-headers';

/** Tools of the network, containers, clouds and archives. */
export const networkTools: Readonly<Record<string, Grammar>> = {
  'curl wget wget2 aria2c axel http https xh httpie lynx links links2 elinks w3m fetch lwp-request nc ncat netcat telnet ftp lftp tftp sftp scp ssh rsh rlogin rexec mosh sshfs ssh-copy-id autossh sshuttle rclone s3cmd aws gcloud gsutil az doctl linode-cli heroku flyctl vercel netlify wrangler firebase terraform tofu pulumi ansible ansible-playbook ansible-test salt puppet chef vagrant packer nomad consul vault boundary kcat mosquitto_pub mosquitto_sub websocat grpcurl ping ping6 traceroute traceroute6 tracepath mtr nmap masscan zmap arp-scan nikto sqlmap hydra gobuster ffuf dig nslookup host whois drill delv resolvectl dnsx finger tcpdump tshark wireshark dumpcap ngrep iftop nethogs iperf iperf3 speedtest speedtest-cli socket hping3 cloudflared ngrok localtunnel tailscale wg wg-quick openvpn ipsec strongswan dhclient dhcpcd iwconfig wpa_cli wpa_supplicant smbclient rpcclient ldapsearch ldapadd ldapmodify snmpwalk snmpget mail mailx sendmail mutt msmtp swaks yt-dlp youtube-dl transmission-cli adb fastboot ollama lp lpr cancel':
    network,
  ip: {
    flags:
      '-4 -6 -0 -s -d -r -f -o -j -p -h -br -c -a -details -statistics -brief -oneline -json -pretty -human -iec -color',
    style: 'single',
    risk: 'command_host_identity',
    operands: 'text',
  },
  'ifconfig arp route netstat ss nstat bridge iw iwlist': always('command_host_identity'),
  'docker podman nerdctl': {
    style: 'posix',
    flags: '-D --debug --version -v',
    risks: {
      command_network: '-H --host -c --context --tls --tlsverify --url --connection',
      command_option_runs: '--config --log-level -l',
    },
    commands: {
      'ps images version info top port diff history inspect ls': {
        flags: `${local} --tree`,
        takes: { text: '-f --filter --format --type -n --last' },
        operands: 'text',
      },
      logs: query(
        '-f -t --follow --timestamps --details --latest -l --names',
        '-n --tail --since --until',
        'text',
      ),
      stats: query('-a --all --no-stream --no-trunc', '--format'),
      'container image volume network context node service stack secret config plugin swarm system manifest buildx builder compose pod machine':
        {
          commands: {
            'ls list ps inspect top port diff logs history df images version': {
              flags: `${local} -f -t --follow --timestamps --verbose -v`,
              takes: { text: '--filter --format --tail --since --until' },
              operands: 'text',
            },
            'run create exec start stop restart rm remove prune build push pull load save import export kill pause unpause rename update cp commit attach wait up down connect disconnect init join leave use install enable disable deploy rollback scale':
              container,
          },
        },
      'run exec start stop restart rm rmi build buildx push pull load save import export kill pause unpause rename update cp commit create attach wait tag login logout search events unshare generate play kube auto-update untag mount umount':
        container,
    },
    shows: '--version -v --help -h',
  },
  'docker-compose podman-compose lxc lxd lxc-ls incus ctr crictl runc crun kind minikube k3d k3s buildah skopeo systemd-nspawn distrobox toolbox virsh virt-install qemu-system-x86_64 qemu-img VBoxManage multipass limactl colima':
    container,
  'kubectl oc k9s helm kustomize argocd flux istioctl eksctl kubeadm stern kubectx kubens': network,
  // Query verbs of a cluster still reach it.
  'psql mysql mariadb sqlite3 mongo mongosh redis-cli valkey-cli cqlsh influx clickhouse clickhouse-client duckdb bq pg_dump pg_restore mysqldump createdb dropdb cypher-shell neo4j-admin etcdctl rabbitmqctl kafka-topics':
    always('command_interpreter'),
  openssl: {
    style: 'posix',
    commands: {
      version: { style: 'single', flags: '-a -v -b -o -f -p -d -e -m -r -c' },
      list: {
        style: 'single',
        flags:
          '-1 -commands -digest-commands -cipher-commands -digest-algorithms -cipher-algorithms -public-key-algorithms',
      },
    },
    shows: 'version help',
  },
  'gpg gpg2 gpgsm gpgv age age-keygen ssh-keygen ssh-add ssh-agent ssh-keyscan pass bw op secret-tool keyctl security lastpass-cli certbot mkcert step cfssl keytool signify minisign cosign ccencrypt mcrypt':
    always('command_system_change', '--version --help'),
  'hashcat john aircrack-ng msfconsole msfvenom mimikatz responder nxc crackmapexec impacket-secretsdump psexec.py linpeas pspy':
    always('command_system_change'),

  // Archives.
  'tar gtar bsdtar': {
    flags:
      '-t -v -z -j -J -Z -a -k -p -P -w -W -R -s -h -n -m -M -S -B -i --list --verbose --gzip --gunzip --ungzip --bzip2 --xz --lzma --lzip --zstd --auto-compress --totals --full-time --utc --quoting-style --wildcards --no-wildcards --ignore-case --anchored --no-anchored --block-number --show-transformed-names --numeric-owner --ignore-zeros --no-ignore-case --version --help --strip',
    takes: {
      archive: '-f --file',
      text: '-b -N --exclude --occurrence --quoting-style --strip-components --blocking-factor',
      directory: '-C --directory',
      list: '-T --files-from -X --exclude-from',
    },
    risks: {
      command_writes:
        '-x -c -r -u -A -d --extract --get --create --append --update --concatenate --catenate --delete --diff --compare -O --to-stdout --test-label',
      command_option_runs:
        '-I -F --use-compress-program --to-command --checkpoint-action --checkpoint --info-script --new-volume-script --rsh-command --rmt-command',
      command_option_writes: '--index-file -g --listed-incremental',
    },
    requires: '-t --list',
    otherwise: 'command_writes',
    operands: 'text',
    bundle: true,
  },
  zipinfo: { flags: '-1 -2 -s -m -l -v -h -M -t -T -z -C -O -I', operands: ['read', 'text'] },
  unzip: {
    flags: '-l -v -t -Z -z -q -qq -1 -2 -s -m -h -T -C -M -p -c',
    risks: { command_writes: '-o -n -f -u -x -d -a -aa -b -j -X -K -L -V -W -D -DD -F -Y -U -:' },
    requires: '-l -v -t -Z -z -p -c',
    otherwise: 'command_writes',
    operands: ['read', 'text'],
  },
  'zip gzip gunzip bzip2 bunzip2 xz unxz lzma unlzma zstd unzstd lz4 unlz4 compress uncompress pigz lbzip2 pbzip2 7z 7za 7zr p7zip rar unrar cpio pax lha arj zoo brotli lzip lzop cabextract mksquashfs unsquashfs genisoimage mkisofs xorriso zipnote zipsplit':
    {
      flags: '-l -v -t --list --test --verbose -q',
      risk: 'command_writes',
      operands: 'text',
      style: 'none',
      shows: '--version --help -h -V -L',
    },
  'yq xq tomlq dasel mlr csvcut csvlook csvstat csvgrep csvsort csvjoin in2csv xsv qsv xmllint xmlstarlet tidy':
    always('command_unknown_option'),
  'man info apropos whatis tldr cheat': always('command_option_runs'),
};
