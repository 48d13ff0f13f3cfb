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
  'curl wget wget2 aria2c axel http https xh httpie lynx links links2 elinks w3m fetch lwp-request nc ncat netcat telnet ftp lftp tftp sftp scp rsh rlogin rexec mosh sshfs ssh-copy-id autossh sshuttle rclone s3cmd aws gcloud gsutil az doctl linode-cli heroku flyctl vercel netlify wrangler firebase terraform tofu pulumi ansible ansible-playbook ansible-test salt puppet chef vagrant packer nomad consul vault boundary kcat mosquitto_pub mosquitto_sub websocat grpcurl ping ping6 traceroute traceroute6 tracepath mtr nmap masscan zmap arp-scan nikto sqlmap hydra gobuster ffuf dig nslookup host whois drill delv resolvectl dnsx finger tcpdump tshark wireshark dumpcap ngrep iftop nethogs iperf iperf3 speedtest speedtest-cli socket hping3 cloudflared ngrok localtunnel tailscale wg wg-quick openvpn ipsec strongswan dhclient dhcpcd iwconfig wpa_cli wpa_supplicant smbclient rpcclient ldapsearch ldapadd ldapmodify snmpwalk snmpget mail mailx sendmail mutt msmtp swaks yt-dlp youtube-dl transmission-cli adb fastboot ollama lp lpr cancel':
    network,
  ip: {
    style: 'single',
    flags:
      '-4 -6 -0 -s -d -r -f -o -j -p -h -br -c -a -B -M -N -details -statistics -stats -brief -oneline -json -pretty -human -human-readable -iec -color -resolve -numeric',
    takes: { text: '-l -loops -family' },
    risks: { command_system_change: '-b -batch -force -n -netns' },
    commands: {
      'address addr a link l route r ro neighbour neighbor neigh n rule ru maddress maddr m mroute tunnel tunl ntable netconf token addrlabel vrf nexthop tcp_metrics':
        {
          style: 'none',
          commands: {
            'show list ls s sh lst': { style: 'none', operands: 'text' },
            get: { style: 'none', operands: 'text' },
            'add a change chg replace append del delete d flush set save restore help':
              always('command_system_change'),
          },
        },
      'netns xfrm l2tp macsec sr ioam mptcp stats monitor': always('command_system_change'),
    },
    shows: '-V -Version help',
  },
  ss: {
    flags: `-n -r -a -l -o -e -m -p -i -s -b -E -Z -z -4 -6 -0 -t -u -d -w -x -S -H -Q -O -M -T --numeric --resolve --all
      --listening --options --extended --memory --processes --info --summary --bpf --events --context --contexts --tcp
      --udp --dccp --raw --unix --sctp --no-header --no-queues --oneline --ipv4 --ipv6 --packet --tipc --vsock --mptcp --tos --cgroup --threads --inet-sockopt`,
    takes: {
      text: '-f --family -A --query --socket -N --net',
      read: '-F --filter',
      write: '-D --diag',
    },
    risks: { command_process_control: '-K --kill' },
    operands: 'text',
  },
  netstat: {
    flags: `-r -g -i -s -M -v -n -e -o -p -l -a -c -F -C -t -u -U -w -x -4 -6 -W -Z -b -f -L -m -S -2 --route --groups
      --interfaces --statistics --masquerade --verbose --wide --numeric --numeric-hosts --numeric-ports
      --numeric-users --extend --timers --program --programs --listening --all --continuous --fib --cache --tcp --udp --udplite --raw
      --unix --inet --inet6 --sctp --context --symbolic`,
    takes: { text: '-A --protocol -I' },
    operands: 'text',
    safe: true,
  },
  ifconfig: { flags: '-a -s -v -l -u -d -L -m', operands: ['text', '!command_system_change'] },
  arp: {
    flags: '-a -n -v -e -D --all --numeric --verbose --all-hosts --vector',
    takes: { text: '-i -H -t --device --hw-type' },
    risks: { command_system_change: '-s -d -f --set --delete --file' },
    operands: 'text',
  },
  route: {
    flags: '-n -e -ee -v -F -C -4 -6 --numeric --extend --verbose --fib --cache',
    operands: '!command_system_change',
  },
  lsof: {
    flags: '-a -b -C -h -l -n -N -O -P -R -t -U -v -V -w -X -x -?',
    takes: { text: '-c -d -p -u', read: '-g -s -S -T -o -L -E -f -e -z' },
    may: { text: '-i -F -r -K -M' },
    risks: { command_writes: '-D' },
    operands: 'read',
  },
  'nstat bridge iw iwlist rtacct lnstat': always('command_host_identity'),
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
      manifest: network,
      'container image volume network context node service stack secret config plugin swarm system buildx builder compose pod machine':
        {
          commands: {
            'ls list ps inspect top port diff logs history df images version stats': {
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
  ssh: always('command_network', '-V'),
  'kubectl oc': {
    commands: {
      config: {
        commands: {
          'current-context view get-contexts get-clusters get-users': {
            flags: '--minify --flatten --no-headers',
            takes: { text: '-o --output --context' },
            operands: 'text',
          },
          'set set-context set-cluster set-credentials use-context use unset delete-context delete-cluster delete-user rename-context':
            always('command_environment', ''),
        },
      },
      version: {
        flags: '--client --short',
        takes: { text: '-o --output' },
        requires: '--client',
        otherwise: 'command_network',
      },
      'get describe logs top explain api-resources api-versions cluster-info auth events diff wait rollout apply create delete edit exec cp run expose scale autoscale patch replace label annotate port-forward proxy attach debug drain cordon uncordon taint certificate kustomize completion plugin options set login project new-app status':
        network,
    },
  },
  tmux: {
    commands: {
      'ls list-sessions': {},
      'new new-session attach attach-session a at kill-session kill-server send-keys send run-shell run if-shell source-file source new-window neww split-window splitw display-message display pipe-pane respawn-pane respawn-window set-option set bind-key bind set-hook':
        always('command_option_runs', ''),
    },
    shows: '-V',
    alone: 'command_option_runs',
  },
  'k9s helm kustomize argocd flux istioctl eksctl kubeadm stern kubectx kubens': network,
  // Query verbs of a cluster still reach it.
  'psql mysql mariadb sqlite3 mongo mongosh redis-cli valkey-cli cqlsh influx clickhouse clickhouse-client duckdb bq pg_dump pg_restore mysqldump createdb dropdb cypher-shell neo4j-admin etcdctl rabbitmqctl kafka-topics':
    always('command_interpreter'),
  // A certificate's place may be a URI, and one scheme of them loads a library.
  openssl: {
    style: 'posix',
    commands: {
      version: { style: 'single', flags: '-a -v -b -o -f -p -d -e -m -r -c' },
      list: {
        style: 'single',
        flags:
          '-1 -commands -digest-commands -cipher-commands -digest-algorithms -cipher-algorithms -public-key-algorithms',
      },
      ciphers: {
        style: 'single',
        flags: '-v -V -s -tls1 -tls1_1 -tls1_2 -tls1_3 -stdname -psk -srp',
        operands: 'text',
      },
      'x509 crl req': {
        style: 'single',
        flags:
          '-noout -text -subject -issuer -dates -startdate -enddate -serial -fingerprint -sha1 -sha256 -sha512 -md5 -hash -subject_hash -issuer_hash -pubkey -modulus -purpose -email -ocsp_uri -alias -nocert -lastupdate -nextupdate -crlnumber -verify',
        takes: {
          archive: '-in -CAfile',
          text: '-inform -outform -nameopt -certopt -ext -checkend -checkhost',
        },
      },
      asn1parse: {
        style: 'single',
        flags: '-noout -i -dump',
        takes: { archive: '-in', text: '-inform -offset -length -strparse -dlimit' },
      },
      'dgst sha256 sha1 md5 sha512': {
        style: 'single',
        flags:
          '-sha1 -sha224 -sha256 -sha384 -sha512 -md5 -blake2b512 -blake2s256 -sha3-256 -sha3-512 -hex -binary -c -r -d -list',
        operands: 'read',
      },
      rand: { style: 'single', flags: '-hex -base64', operands: 'text' },
      verify: {
        style: 'single',
        flags: '-verbose -partial_chain -show_chain -no-CApath -crl_check',
        takes: { archive: '-CAfile -untrusted -trusted' },
        operands: 'archive',
      },
      's_client s_server s_time ocsp ts': network,
      'enc genrsa rsa genpkey pkey pkcs12 pkcs8 pkcs7 ca cms smime passwd dsa dsaparam dhparam ec ecparam gendsa rsautl pkeyutl pkeyparam rehash speed engine prime spkac srp storeutl mac kdf nseq crl2pkcs7 errstr info fipsinstall cmp':
        always('command_system_change'),
    },
    shows: 'version help',
  },
  'gpg2 gpgsm gpgv age age-keygen ssh-agent ssh-keyscan pass bw op secret-tool keyctl security lastpass-cli certbot mkcert step cfssl keytool signify minisign cosign ccencrypt mcrypt':
    always('command_system_change', '--version --help'),
  'hashcat john aircrack-ng msfconsole msfvenom mimikatz responder nxc crackmapexec impacket-secretsdump psexec.py linpeas pspy':
    always('command_system_change'),

  man: {
    flags: `-f -k -w -W -a -d -D -u -i -I -K -? --whatis --apropos --where --path --location --all --debug --default
      --update --ignore-case --match-case --regex --wildcard --names-only --global-apropos --no-subpages --no-hyphenation
      --no-justification --ascii -7 --help --version -V`,
    takes: {
      text: '-s -S -L -m -e -E -R --sections --locale --systems --extension --encoding --recode',
      read: '-M --manpath',
    },
    risks: {
      command_option_runs: `-P --pager -H --html -X --gxditview -Z --ditroff -T --troff-device -t --troff -p --preprocessor
        -B -l --local-file -C --config-file -c --catman -r --prompt`,
    },
    // A page of one's own may take in any other file.
    operands: 'named',
    otherwise: 'command_reads_list',
  },
  'apropos whatis': {
    flags:
      '-a -d -e -l -r -v -w --and --debug --exact --long --regex --verbose --wildcard --help --version -V -?',
    takes: { text: '-s -L -m --sections --locale --systems', read: '-M --manpath' },
    operands: 'text',
  },
  'pinfo cheat': always('command_option_runs'),
};
