# Runs programs (NUL-separated on standard input) one by one with bash, and tells of each what was
# executed and changed. Lives in the sandbox that sandbox.ts makes; needs nothing but perl's core.
use strict;
use warnings;
use POSIX ();

my ($canary, $seconds) = @ARGV;
my $work = '/home/kim/work';
my %files = (
  "$work/a" => "rm from-a\n",
  "$work/b.txt" => "x 1\ny 2\n",
  "$work/c d" => "rm from-c\n",
  "$work/-oout" => "x\n",
  "$work/.h" => "hidden\n",
  "$work/sub/e" => "e\n",
  "$work/sub/f.md" => "# f\n",
  '/home/kim/secret' => $canary,
  '/home/kim/.ssh/id_x' => $canary,
  '/home/kim/.local/share/gatehouse/data' => $canary,
  '/data/x' => $canary,
);
my @watched = ('/home/kim', '/data', '/tmp');

sub names { my ($at) = @_; opendir(my $d, $at) or return; return grep { !/^\.\.?$/ } readdir $d }

sub clear {
  my ($at) = @_;
  for (names($at)) {
    my $path = "$at/$_";
    if (-d $path && !-l $path) { chmod 0700, $path; clear($path); rmdir $path } else { unlink $path }
  }
}

sub snapshot {
  my ($at, $into) = @_;
  for (names($at)) {
    my $path = "$at/$_";
    my @s = lstat $path;
    $into->{$path} = @s ? join(' ', $s[2], $s[7], -d _ ? '' : $s[9]) : 'gone';
    snapshot($path, $into) if -d _;
  }
  return $into;
}

sub prepare {
  clear($_) for @watched;
  for my $path (sort keys %files) {
    my $at = '';
    for (split m{/}, ($path =~ m{^/(.*)/})[0]) { $at .= "/$_"; mkdir $at }
    open(my $f, '>', $path) or die "$path: $!";
    print $f $files{$path};
    close $f;
    utime 1, 1, $path;
  }
  symlink '/usr/bin/rm', "$work/run" or die $!;
  my %all;
  snapshot($_, \%all) for @watched;
  return \%all;
}

sub slurp { my ($path) = @_; open(my $f, '<', $path) or return ''; local $/; return <$f> // '' }

local $/ = "\0";
my @programs = <STDIN>;
chomp @programs;
$/ = "\n";
my $before = prepare();
$| = 0;
for my $program (@programs) {
  my $child = fork // die $!;
  if ($child == 0) {
    setpgrp;
    chdir $work or die $!;
    open(STDIN, '<', '/stdin') or die $!;
    open(STDOUT, '>', '/log/out') or die $!;
    open(STDERR, '>&', \*STDOUT) or die $!;
    # What is part of the shell runs no shim: bash itself writes it down, to a descriptor of its own.
    open(my $trace, '>', '/log/trace') or die $!;
    POSIX::dup2(fileno $trace, 9) or die $!;
    %ENV = (PATH => '/usr/bin:/bin', HOME => '/home/kim', LANG => 'C.UTF-8', BASH_XTRACEFD => 9);
    exec '/real/bash', '--norc', '--noprofile', '-xc', $program;
  }
  my $late = 0;
  eval {
    local $SIG{ALRM} = sub { die "late\n" };
    alarm $seconds;
    waitpid $child, 0;
    alarm 0;
  } or $late = 1;
  # What still runs behind it is given a moment, then ended: nothing else lives in here.
  for (1 .. 200) { last if !kill 0, -1; last if $late; select undef, undef, undef, 0.001 }
  kill 9, -1;
  waitpid $child, 0;
  print $late ? "late\n" : "ran\n";
  for my $log (sort { $a <=> $b } grep { /^\d+$/ } names('/log')) {
    print 'exec ', unpack('H*', slurp("/log/$log")), "\n";
  }
  # A trace that was cut short would show words that were never passed.
  print 'trace ', unpack('H*', slurp('/log/trace')), "\n" if -s '/log/trace' < 200_000;
  print "leak\n" if index(slurp('/log/out'), $canary) >= 0;
  clear('/log');
  my %after;
  snapshot($_, \%after) for @watched;
  my %all = (%$before, %after);
  my @changed = grep { ($before->{$_} // '') ne ($after{$_} // '') } sort keys %all;
  print 'changed ', unpack('H*', $_), "\n" for @changed;
  $before = prepare() if @changed;
  print "end\n";
}
