/** Words that say nothing about what is asked, English and German, folded. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about after again all also am an and any are as at be because been before being between both but
  by can cannot could did do does doing done down during each either else ever every explain few find
  for from further get gets getting give given gives go goes had has have having he her here hers him
  his how i if in into is it its itself just kind know let like list look make makes many may me mean
  means might mine more most much must my need needs no nor not now of off on once one only or other
  our out over own please possible same say says she should show so some such tell than that the
  their them then there these they thing things this those through to too under until up us use used
  uses using very want was way ways we were what whats when where whether which while who whom whose
  why will with within without would work works you your yours happen happens whats exactly
  aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis
  bist bitte da dabei damit dann dar darf das dass dein deine dem den denn der des dessen die dies
  diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwa
  etwas euch fur gegen geht gibt habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem
  ihren im in ins ist ja jede jedem jeden jeder jedes jene jetzt kann kannst kein keine keinem keinen
  keiner kommt konnen konnte lautet lauten machen macht man mein meine mehr mich mir mit muss mussen
  nach nicht nichts noch nun nur ob oder ohne sag sage schon sehr sein seine seinem seinen seiner seit
  sich sie sind so soll sollen solche sowie uber um und uns unser unter viel viele vom von vor wann
  war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werden werde wie
  wieder wieso will wir wird wo wofur woher wohin wodurch womit wurde wurden zeig zeige zu zum zur
  zwischen`.split(/\s+/u),
);
