/**
 * Files that a later `git`, shell, editor, package manager, test runner, desktop or assistant runs
 * or obeys. Kept as names so that a file which does not exist yet counts too; compared folded.
 * One `*` in a name stands for any text.
 */
function table(rows: string): readonly string[] {
  return rows
    .split('\n')
    .filter((row) => !row.trimStart().startsWith('#'))
    .flatMap((row) => row.split(' '))
    .filter((name) => name !== '');
}

/** A directory of this name makes everything in it count, at any depth. */
export const directories = table(`
  .git .hg .svn .bzr .jj .husky .githooks .lefthook .vscode .vscode-server .idea .fleet .zed
  .cursor .windsurf .devcontainer .claude .codex .gemini .continue .roo .cline .kiro .amazonq
  .aider .gatehouse .agents .obsidian .logseq .zk .foam .github .gitlab .circleci .buildkite
  .woodpecker .forgejo .gitea .ci .ssh .gnupg .kube .docker .terraform .ansible .pulumi
  .oh-my-zsh .zsh .bashrc.d .rprofile.d
`);

/** The same, but a note in it is only a note: these hold code beside documents. */
export const codeDirectories = table(`
  hooks .yarn .cargo .bundle .mvn gradle buildsrc .mise .asdf .config .local node_modules
  .venv venv site-packages .direnv .nix nvim .vim .emacs.d .bash_it .wine autostart systemd
  launchagents launchdaemons cron.d .ipython .jupyter .matplotlib .octave .julia
`);

/** Names of one file. */
export const names = table(`
  # git and other version control
  .gitconfig .gitmodules .gitattributes .gitinclude .hgrc hgrc .arcconfig
  .git-blame-ignore-revs .gitlab-ci.yml .pre-commit-config.yaml .pre-commit-hooks.yaml
  lefthook.yml lefthook.yaml .lefthook.yml .overcommit.yml .lintstagedrc* lint-staged.config.*
  .commitlintrc* commitlint.config.* .huskyrc*
  # a directory with these three is itself a repository, whose config runs programs
  head config config.worktree packed-refs
  # shells and terminals
  .envrc .env .env.* .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile
  .login .logout .zshrc .zshenv .zprofile .zlogin .zlogout .zpreztorc .kshrc .mkshrc .cshrc
  .tcshrc .shrc .shinit .ashrc .inputrc .dircolors .tmux.conf .screenrc .xinitrc .xprofile
  .xsession .xsessionrc .xserverrc .pam_environment .environment .aliases .functions
  config.fish env.nu config.nu *.fish .wezterm.lua profile.ps1
  microsoft.powershell_profile.ps1 .hushlogin .forward .procmailrc .mailcap crontab .crontab
  *.crontab *.service *.timer *.socket *.desktop *.plist
  # editors, debuggers, interpreters
  .vimrc _vimrc .gvimrc .exrc .nvimrc .nvim.lua init.vim init.lua .emacs .dir-locals.el
  .dir-locals-2.el .spacemacs .nanorc .sublime-project *.sublime-project *.code-workspace
  .editorconfig .gdbinit .gdbearlyinit .lldbinit .rdbgrc .pryrc .irbrc .pythonrc
  .pythonstartup .rprofile .renviron .rhistory .octaverc .sqliterc .psqlrc .my.cnf .mongorc.js
  .duckdbrc .ghci .iex.exs .ocamlinit .perldb .perltidyrc .guile .sbclrc .node_repl_history
  sitecustomize.py usercustomize.py conftest.py pyvenv.cfg *.pth setup.py setup.cfg
  pyproject.toml tox.ini noxfile.py tasks.py fabfile.py dodo.py manage.py pytest.ini
  .coveragerc .pylintrc pylintrc requirements*.txt constraints*.txt pipfile poetry.toml
  uv.toml .python-version .condarc environment.yml environment.yaml
  # package managers, builds, tests
  package.json package.json5 package.yaml package-lock.json npm-shrinkwrap.json yarn.lock
  pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.cjs .npmrc .yarnrc* .bunfig.toml bunfig.toml
  bun.lock* deno.json* .nvmrc .node-version makefile* gnumakefile *.mk justfile .justfile
  taskfile.* cmakelists.txt cmakepresets.json cmakeuserpresets.json *.cmake meson.build
  meson_options.txt build.ninja sconstruct sconscript wscript configure configure.ac
  autogen.sh build build.bazel workspace workspace.bazel module.bazel .bazelrc .buckconfig
  cargo.toml build.rs rust-toolchain* go.mod go.work .goreleaser* magefile.go gemfile*
  rakefile .rspec .irbrc *.gemspec podfile fastfile dangerfile composer.json artisan pom.xml
  build.gradle* settings.gradle* gradle.properties gradlew* mvnw* build.sbt mix.exs
  rebar.config stack.yaml *.cabal project.clj deps.edn shadow-cljs.edn build.xml *.csproj
  *.vbproj *.fsproj *.sln *.targets *.props nuget.config global.json flake.nix shell.nix
  default.nix devenv.nix dockerfile* containerfile* *.dockerfile docker-compose* compose.y*
  vagrantfile procfile jenkinsfile tiltfile earthfile skaffold.yaml .travis.yml appveyor.yml
  .appveyor.yml azure-pipelines* bitbucket-pipelines.yml cloudbuild.yaml netlify.toml
  vercel.json wrangler.toml fly.toml terragrunt.hcl *.tf *.tfvars ansible.cfg jest.config.*
  vitest.config.* vitest.workspace.* vite.config.* webpack.config.* rollup.config.*
  rolldown.config.* babel.config.* .babelrc* postcss.config.* .postcssrc* tailwind.config.*
  next.config.* nuxt.config.* svelte.config.* astro.config.* eslint.config.* .eslintrc*
  .prettierrc* prettier.config.* stylelint.config.* .stylelintrc* .mocharc* ava.config.*
  karma.conf.* gruntfile.* gulpfile.* tsconfig*.json jsconfig.json nx.json turbo.json
  lerna.json rush.json .tool-versions .mise.toml mise.toml .rtx.toml .sdkmanrc .java-version
  .ruby-version .jvmopts .jvm.config .sbtopts .mvn
  # assistants and the tools they obey
  .mcp.json mcp.json *.mcp.json mcp_config.json claude.md claude.local.md agents.md agent.md
  agents.override.md gemini.md qwen.md copilot-instructions.md skill.md warp.md conventions.md
  *.instructions.md *.prompt.md *.chatmode.md *.mdc .cursorrules .windsurfrules .clinerules
  .roomodes .goosehints .aider.conf.yml .aiderignore .cursorignore opencode.json* .rules
  llms.txt .replit
  # others that run a program named inside
  .ackrc .ripgreprc .wgetrc .curlrc .netrc .lesskey .lessfilter .lessopen .rsyncd.conf .gemrc
  .pypirc .sdkmanrc .irssi .muttrc .mbsyncrc .signature .xbindkeysrc .Xresources .xdefaults
  .xmodmap autoexec.* autorun.inf desktop.ini .htaccess .user.ini web.config
`);

/** Programs and scripts of themselves, by ending. */
export const endings = table(`
  sh bash zsh ksh csh command tool workflow action ps1 psm1 psd1 bat cmd com exe scr msi vbs
  vbe jse wsf hta lnk url reg app appimage run bin so dylib dll jar apk deb rpm flatpakref
  webloc terminal scpt applescript inf service
`);
