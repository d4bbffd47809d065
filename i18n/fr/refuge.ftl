### Les mots de refuge, en français. L'anglais est à côté ; un test les garde égaux.
###
### Erreurs : `error-<id>` dit ce qui s'est passé en une ligne, `.safe` répond à « mes données
### sont-elles en sécurité ? », `.now` dit que faire. Vocabulaire : docs/cli.md.

## Nombres, dates, durées

month = { $number ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
month-short = { $number ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avr.
    [5] mai
    [6] juin
    [7] juil.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
}
weekday = { $number ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
date-long = { $weekday } { $day } { $month } { $year }
date-short = { $day } { $month } { $year }
duration-under-a-minute = moins d'une minute
duration-about-minutes = environ { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
duration-about-hours = environ { $hours } { $hours ->
    [one] heure
   *[other] heures
}
duration-seconds = { $seconds ->
    [0] moins d'une seconde
    [one] { $seconds } seconde
   *[other] { $seconds } secondes
}
duration-minutes = { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
duration-hours = { $hours } h { $minutes }
ago-today = aujourd'hui
ago-yesterday = hier
ago-days = il y a { $days } { $days ->
    [one] jour
   *[other] jours
}
ago-months = il y a { $months } mois
ago-years = il y a { $years } { $years ->
    [one] an
   *[other] ans
}

## Questions

ask-again-empty = Tapez quelque chose, s'il vous plaît.
ask-again-number = Tapez un nombre de 1 à { $last }.
ask-again-name = Ce n'est pas ce nom. À taper : « { $name } ». Ctrl-C : rien n'est fait.
ask-again-yes-no = Répondez par o ou n.
ask-passphrase = Phrase secrète :
hint-yes = [O/n]
hint-no = [o/N]
stopping = Arrêt au prochain point sûr (Ctrl-C encore une fois pour arrêter tout de suite)...

## Quand le programme lui-même se trompe

panic = Le programme a rencontré une erreur interne et s'est arrêté. Vos sauvegardes précédentes ne sont pas touchées. Relancez la même commande ; si cela se reproduit, donnez la ligne ci-dessous à votre technicien.

## Avancement

step-recover = Reprise de ce qui a été interrompu
step-settle = Mise à jour du disque
step-scan = Recherche des changements
step-copy = Copie
step-commit = Enregistrement de la sauvegarde
step-read-back = Relecture
step-read = Lecture du disque
step-restore = Restauration
step-compare = Comparaison
step-parity = Calcul de la marge de sécurité
step-wipe = Effacement
step-repair = Réparation
step-eject = Éjection
progress-of = { $done } sur { $total } ({ $percent } %)
progress-scanned = { $files } { $files ->
    [one] fichier
   *[other] fichiers
}, { $changed } à copier ({ $size })
progress-recovered = Reprise de la sauvegarde interrompue : { $size } n'ont pas à être recopiés.
progress-tight = { $new } sont nouveaux, et il reste { $free } sur le disque : cela risque de ne pas tenir. Rien n'est perdu dans ce cas ; préparez un disque plus grand.
progress-first = Première sauvegarde : { $time } pour { $size }. Vous pouvez travailler. Ne débranchez pas.
progress-all-good = tout est bon
progress-not-all-good = tout n'est PAS bon
progress-nothing-to-copy = rien de nouveau
progress-ejected = faite
progress-slow = Plus lent que d'habitude : { $own } par seconde (d'habitude { $usual }). Un câble ou un boîtier USB peut en être la cause.

## Fichiers laissés de côté

problem-unreadable = un fichier n'a pas pu être lu
problem-denied = un fichier n'est pas lisible par cet utilisateur
problem-held = un autre programme garde un fichier ouvert : fermez-le, ou sauvegardez l'export qu'il fait lui-même
problem-changing = un fichier changeait sans cesse pendant sa lecture
problem-vanished = un fichier a disparu pendant sa lecture
problem-special = un élément n'est pas un fichier (périphérique ou tube)
problem-other-file-system = un dossier mène à un autre disque : ce qu'il contient n'est pas sauvegardé
problem-bad-name = un fichier porte un nom qui ne peut pas être gardé
problem-damaged-content = un fichier est abîmé dans la sauvegarde
problem-not-written = un fichier n'a pas pu être écrit
problem-metadata-lost = un fichier a été restauré sans tous ses droits ou dates
problem-times-not-kept = la destination ne garde pas les dates des fichiers : celles qu'elle montre ne sont pas les bonnes
problem-was-open = un fichier revient comme après une coupure de courant, car un programme le tenait ouvert quand il a été sauvegardé : ouvrez-le avec ce programme et vérifiez-le avant de vous y fier
problem-rights-not-kept = la destination ne garde pas qui a le droit de lire les fichiers : quiconque l'a en main le peut
problem-names-not-kept = la destination ne garde pas les noms à la lettre près
problem-renamed = un fichier a été restauré sous un autre nom
problem-named = { $name } : { $cause }

## Le disque quand son nom n'est pas connu

drive-begins = Le disque
drive-inside = le disque

## Erreurs B : dossiers sources et fichiers

error-b01 = Le dossier { $path } est introuvable ou ne s'ouvre pas.
    .safe = Rien n'en a été enregistré, pour que ses fichiers ne passent pas pour supprimés. Vos sauvegardes précédentes sont intactes.
    .now = Branchez ou connectez ce qui le contient, puis recommencez. Ailleurs sur cet ordinateur ? `refuge dossiers deplacer "{ $path }" DOSSIER` Abandonné pour de bon ? `refuge dossiers retirer "{ $path }"`
error-b02 = Le dossier { $path } est soudain vide.
    .safe = Rien n'en a été enregistré, pour que ses fichiers ne passent pas pour supprimés. Vos sauvegardes précédentes sont intactes.
    .now = Vérifiez que le disque ou le partage réseau est connecté, puis recommencez. Vidé exprès ? `refuge sauvegarder --changements-attendus`
error-b04 = { $path } n'est pas un dossier.
    .safe = Rien n'a été changé.
    .now = Indiquez le dossier qui contient les fichiers.
error-b05 = Le dossier { $path } ne peut pas à la fois être sauvegardé et contenir les sauvegardes ou les fichiers du programme.
    .safe = Rien n'a été changé.
    .now = À sauvegarder, choisissez le dossier où vous travaillez ; comme disque, un endroit qui n'en fait pas partie.
error-b06 = Le dossier { $path } est déjà sauvegardé, en contient un qui l'est, ou se trouve dans un autre qui l'est.
    .safe = Rien n'a été changé.
    .now = Voyez les dossiers avec `refuge dossiers`, retirez-en un, puis ajoutez l'autre.
error-b07 = Aucun dossier n'est choisi : il n'y aurait rien dans la sauvegarde.
    .safe = Rien n'a été enregistré. Vos sauvegardes précédentes, s'il y en a, sont intactes.
    .now = Choisissez le dossier des patients : `refuge dossiers ajouter DOSSIER`, puis recommencez.
error-b08 = Le nom du dossier { $path }, ou d'un dossier au-dessus, contient des signes qui ne sont les lettres d'aucune langue (venus d'un ancien système).
    .safe = Rien n'a été changé.
    .now = Renommez-le dans votre gestionnaire de fichiers, puis ajoutez-le de nouveau.

## Erreurs C : l'horloge

error-c01 = La date de l'ordinateur ({ $now }) précède votre dernière sauvegarde ({ $known }).
    .safe = Les durées légales en dépendent ; rien n'a été effacé ni enregistré. Vos sauvegardes précédentes sont intactes.
    .now = Si la date est juste, confirmez-la en la tapant : ajoutez `--aujourdhui AAAA-MM-JJ`. Sinon, réglez-la, puis recommencez.
error-c02 = La date de l'ordinateur ({ $now }) dépasse de plus d'un an la dernière date connue ({ $known }).
    .safe = Les durées légales en dépendent ; rien n'a été effacé. Vos sauvegardes sont intactes.
    .now = Si la date est juste, confirmez-la en tapant la date du jour : ajoutez `--aujourdhui AAAA-MM-JJ`. Sinon, réglez-la d'abord.

## Erreurs D : disques

error-d01 = Aucun disque de sauvegarde n'est branché.
    .safe = Rien n'a été fait. Vos sauvegardes précédentes sont intactes.
    .now = Branchez un de vos disques de sauvegarde, puis recommencez. Pour l'attendre : `refuge sauvegarder --attendre 10`
error-d02 = { $drive } n'est pas branché.
    .safe = Rien n'a été fait. Vos sauvegardes précédentes sont intactes.
    .now = Branchez { $the_drive }, puis recommencez.
error-d03 = Ce disque n'est pas un de vos disques de sauvegarde.
    .safe = Rien n'y a été écrit. Vos sauvegardes précédentes sont intactes.
    .now = Débranchez-le et branchez un disque de sauvegarde. Nouveau disque ? `refuge disques ajouter`
error-d04 = { $drive } appartient à un autre cabinet.
    .safe = Rien n'y a été écrit. Vos propres sauvegardes sont intactes.
    .now = Débranchez-le et rendez-le à son propriétaire. Branchez un de vos disques.
error-d05 = { $drive } semble avoir été effacé ou formaté.
    .safe = Les sauvegardes qu'il contenait n'y sont plus. Celles de vos autres disques sont intactes.
    .now = Si c'est voulu, faites-le repartir de zéro : `refuge disques ajouter CHEMIN --nom NOM --remplacer NOM`. Sinon, arrêtez et prévenez le médecin.
error-d06 = Ce disque semble être la copie d'un des vôtres ({ $the_drive }).
    .safe = Il peut être lu, rien n'y a été écrit. Vos disques sont intacts, mais il existe une copie inconnue de données de patients.
    .now = Effacez-le pour en faire un disque à part : `refuge disques ajouter CHEMIN --nom NOM --copie`. Le premier est perdu ou en panne ? `refuge disques ajouter CHEMIN --nom NOM --remplacer NOM`. Sinon détruisez-le.
error-d07 = { $undone ->
    [0] { $drive } est plus ancien que la dernière fois qu'il a été vu ici (sauvegarde { $found } au lieu de { $known }).
   *[other] { $drive } est revenu à avant un effacement : ce qui était oublié peut de nouveau y être ouvert (jusqu'à { $undone } dossiers).
    }
    .safe = Rien n'y a été écrit. C'est peut-être une vieille copie. Vos autres disques sont intacts.
    .now = Cherchez le vrai disque. Si celui-ci a été remis en état exprès, prenez-le tel quel : `refuge disques ajouter CHEMIN --nom NOM --remplacer NOM`
error-d08 = Le fichier d'identité n'est pas authentique sur { $the_drive }.
    .safe = Rien n'y a été écrit. Quelqu'un ou quelque chose l'a modifié. Vos autres disques sont intacts.
    .now = Débranchez-le, prenez un autre disque et prévenez votre technicien.
error-d09 = { $drive } a été écrit par une version plus récente du programme.
    .safe = Rien n'y a été écrit. Ce qu'il contient est intact.
    .now = Installez la version actuelle, puis recommencez.
error-d10 = { $missing ->
    [none] { $drive } est plein.
   *[other] { $drive } est plein : il manque { $missing }.
} { $free ->
    [none] { "" }
   *[other] Il reste { $free }.
}
    .safe = Cette sauvegarde n'est PAS faite ; les précédentes sont intactes, aucune n'a été supprimée pour faire de la place.
    .now = Branchez un autre disque maintenant, et prévoyez-en un plus grand.{ $thins ->
        [no] { "" }
       *[yes] {" "}Pour faire de la place : `refuge alleger --simuler`
    }
error-d11 = { $drive } a été débranché pendant le travail.
    .safe = Ce travail n'est pas fini ; toutes les sauvegardes précédentes sont intactes.
    .now = Rebranchez { $the_drive } et relancez la même commande : elle reprendra où elle en était.
    .window = Rebranchez { $the_drive } et recommencez : cela reprendra où c'en était.
error-d12 = Éjection impossible : un autre programme utilise { $the_drive }.
    .safe = Tout ce qui y a été sauvegardé est écrit ; rien n'est perdu.
    .now = Fermez les fenêtres qui montrent le disque, puis `refuge disques ejecter` ; ou éteignez l'ordinateur avant de débrancher.
error-d13 = { $drive } peut être lu, mais pas écrit.
    .safe = Rien n'a été changé. Ce qu'il contient est intact.
    .now = Cherchez un petit verrou sur le disque, ou branchez un autre disque.
error-d14 = { $drive } signale des erreurs : il est peut-être en train de lâcher.
    .safe = Cette opération n'est pas terminée. On ne sait pas si tout peut encore y être lu ; les disques qui ne sont pas branchés n'ont pas été touchés.
    .now = Essayez un autre câble. Si cela se reproduit, prenez un autre disque et remplacez celui-ci : `refuge verifier` dit ce qu'il en reste.
error-d15 = { $drive } a été déclaré perdu, retiré ou détruit : il ne sert plus.
    .safe = Rien n'y a été écrit. Vos autres disques sont intacts.
    .now = Branchez un autre disque. Retrouvé ? `refuge disques retrouve`
error-d16 = Ce n'est pas un disque amovible.
    .safe = Rien n'y a été écrit.
    .now = Branchez un disque externe : une sauvegarde doit survivre à cet ordinateur. Pour un essai : `--accepter-fixe`
error-d17 = C'est un partage réseau ou un dossier synchronisé ailleurs.
    .safe = Rien n'y a été écrit.
    .now = Branchez un disque externe. Confier des données de santé à un hébergeur extérieur demande qu'il soit certifié (en France : HDS).
error-d18 = { $drive } est déjà un de vos disques de sauvegarde.
    .safe = Rien n'a été changé. Ce qu'il contient est intact.
    .now = Rien à faire : `refuge disques` donne la liste de vos disques.
error-d19 = { $drive } contient moins qu'il ne l'annonce : c'est une contrefaçon ou un disque en panne.
    .safe = Il a été refusé avant qu'une sauvegarde lui soit confiée.
    .now = Ne l'utilisez pas. Rendez-le au vendeur et prenez-en un autre.

error-d20 = L'effacement sur { $the_drive } a été interrompu et doit d'abord être terminé.
    .safe = Rien n'y a été écrit. Tout ce qui est gardé est intact.
    .now = Terminez-le, avec votre phrase secrète : `refuge purger`
error-d21 = { $drive } a été changé ailleurs depuis qu'il a été vu ici : un effacement, de nouvelles clés ou d'autres sauvegardes.
    .safe = Rien n'y a été écrit. Ce qu'il contient est tel quel. Cet ordinateur déferait ce qu'il ne connaît pas.
    .now = Apprenez-le à cet ordinateur, avec votre phrase secrète : `refuge rattacher DISQUE`
error-d22 = Un autre programme garde pour lui un fichier sur { $the_drive }.
    .safe = Rien de ce qui est gardé n'est perdu, et le disque n'est pas en cause.
    .now = Fermez les fenêtres et les programmes qui montrent le disque, laissez l'antivirus finir, puis relancez la même commande.
error-d23 = { $drive } est branché et répond : il ne peut pas être déclaré détruit.
    .safe = Rien n'a été modifié. Ce qu'il contient est intact.
    .now = Débranchez-le, détruisez-le, puis déclarez-le. S'agissait-il d'un autre disque ? `refuge disques` donne la liste de vos disques.

## Ce qu'un emplacement ne garde pas

foreseen = Là où vont ces fichiers, tout ne peut pas être comme avant : { $what }. Le contenu des fichiers revient entier.
foreseen-too-large = { $files ->
    [one] Un fichier est trop gros
   *[other] { $files } fichiers sont trop gros
} pour cet emplacement (4 Go ou plus) : pour { $files ->
    [one] l'avoir
   *[other] les avoir
}, choisissez un autre endroit.
foreseen-renamed = { $number } { $number ->
    [one] nom changé
   *[other] noms changés
}
foreseen-times = dates perdues pour { $number }
foreseen-rights = droits d'accès perdus pour { $number }
foreseen-attributes = attributs perdus pour { $number }
foreseen-links = { $number } { $number ->
    [one] lien laissé de côté
   *[other] liens laissés de côté
}
foreseen-copies = { $number } { $number ->
    [one] autre nom d'un fichier devient une copie
   *[other] autres noms de fichiers deviennent des copies
}
lacks = Des fichiers restaurés dessus perdraient : { $what }. Les sauvegardes qu'il porte ne perdent rien.
lack-letter-case = la différence entre majuscules et minuscules dans les noms
lack-trailing-dot = un point à la fin d'un nom
lack-windows-signs = les signes que Windows refuse dans les noms
lack-accent-forms = les deux formes des accents
lack-long-names = les noms accentués les plus longs
lack-holes = les vides qui ne prennent pas de place
lack-links = les liens
lack-hard-links = les autres noms d'un fichier
lack-rights = les droits d'accès
lack-attributes = les attributs
lack-big-files = les fichiers de 4 Go ou plus

## Erreurs K : clés, phrases secrètes, fiches de secours

error-k01 = Cette phrase secrète n'ouvre pas la clé.
    .safe = Rien n'est bloqué, réessayez autant que vous voulez. Vos sauvegardes sont intactes.
    .now = Vérifiez les majuscules et la disposition du clavier et réessayez, ou utilisez la fiche de secours.
error-k02 = { $position ->
    [none] Ces mots ne forment pas une fiche de secours.
   *[other] Le mot { $position } n'est pas un mot de fiche de secours.
}
    .safe = Rien n'est bloqué, réessayez autant que vous voulez. Vos sauvegardes sont intactes.
    .now = Relisez la fiche, mot par mot, dans l'ordre. Quatre lettres de chaque mot suffisent.
error-k03 = Cette clé est juste, mais c'est la n° { $found } ; il faut ici la n° { $current }.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Prenez la clé ou la fiche de secours n° { $current }.{ $key ->
        [new] {" "}Ou donnez la nouvelle serrure au disque : `refuge cles changer --terminer`
       *[old] {""}
    }
error-k04 = Cette clé est bien formée, mais n'ouvre rien de ce cabinet.
    .safe = Rien n'a été changé.
    .now = Est-ce une ancienne fiche ou clé de ce cabinet, remplacée depuis ? Prenez celle qui porte le plus grand numéro. Ou celle d'un autre cabinet ? Si c'est la bonne, un autre disque peut encore ouvrir.
error-k05 = Il faut une clé pour lire les sauvegardes, et aucune n'a été donnée.
    .safe = Rien n'a été fait. Vos sauvegardes sont intactes.
    .now = Lancez la commande dans un terminal, ou donnez `--cle FICHIER` et `--fichier-phrase FICHIER`. Sans phrase secrète et sans fiche, personne ne peut ouvrir les sauvegardes, nous non plus.
error-k06 = Le fichier indiqué n'est pas un fichier de clé.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Indiquez le fichier créé à l'installation, ou utilisez la fiche de secours.
error-k07 = D'autres personnes de cet ordinateur peuvent lire le fichier de clé { $path }.
    .safe = Il n'a pas été utilisé. S'il n'a pas de phrase secrète, considérez-le comme vu par d'autres.
    .now = Réservez-le à vous seul (sous Linux et macOS : `chmod 600`), puis recommencez.
error-k08 = Cette phrase secrète est trop courte : il faut au moins { $needed } caractères.
    .safe = Rien n'a été changé.
    .now = Prenez celle que le programme propose : des mots se retiennent mieux.
error-k09 = Cette phrase secrète n'est pas faite de six mots ou plus de la liste, et il lui manque une sorte de caractère : minuscule, majuscule, chiffre ou signe.
    .safe = Rien n'a été changé.
    .now = Prenez celle que le programme propose : des mots se retiennent mieux.
error-k10 = Cette phrase secrète peut être devinée par qui tient le fichier de clé.
    .safe = Rien n'a été changé.
    .now = Évitez noms, dates et phrases connues ; ou prenez celle que le programme propose.
error-k11 = Ce texte n'est pas une clé publique utilisable ici.
    .safe = Rien n'a été changé.
    .now = Une clé publique commence par `age1`. Copiez-la en entier.
error-k12 = La clé matérielle n'a pas pu servir, ou son programme age-plugin-{ $reason } manque.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Branchez-la, vérifiez que son programme est installé et réessayez ; ou utilisez la fiche de secours.
error-k13 = C'est la dernière clé qui ouvre ces sauvegardes.
    .safe = Elle n'a pas été retirée. Vos sauvegardes sont intactes.
    .now = Ajoutez d'abord une autre clé : `refuge cles ajouter`
error-k14 = Cette clé n'ouvre qu'une partie des sauvegardes.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Prenez une clé qui ouvre tout, ou la fiche de secours.
error-k15 = Il est trop tôt pour détruire une ancienne clé : { $drives } garde l'ancienne serrure.
    .safe = Rien n'a été noté. L'ancienne clé détruite, plus rien n'ouvrirait { $drives }.
    .now = Branchez-le et lancez `refuge cles changer --terminer`, ou déclarez-le perdu : `refuge disques perdu`
error-k16 = Ce disque a manqué un effacement puis un changement de serrures : outre la nouvelle clé, il lui faut une fois celle de la serrure n° { $epoch }.
    .safe = Rien n'a été changé. Ses sauvegardes précédentes sont intactes.
    .now = Donnez les deux : `refuge purger --cle NOUVELLE --ancienne-cle ANCIENNE`, où ANCIENNE est le fichier de clé ou de fiche de la serrure n° { $epoch }. Sur un terminal, l'ancienne fiche peut être tapée. S'il n'y a jamais eu de telle serrure, quelqu'un a déposé des fichiers sur le disque : déplacez ailleurs ceux que nomme `refuge verifier --complet`.

## Erreurs N : noms et valeurs

error-k17 = Cette clé n'est pas détruite : son fichier est encore ici : { $path }
    .safe = Rien n'a été noté.
    .now = Supprimez le fichier (et videz la corbeille), puis relancez la même commande. Les copies sur des clés USB comptent aussi.
error-n01 = { $thing ->
    [drive] Il n'y a pas de disque
    [source] Il n'y a pas de dossier à sauvegarder
    [snapshot] Il n'y a pas de sauvegarde
    [path] Il n'y a pas de fichier ni de dossier
    [words] Aucune sauvegarde de ce disque n'a de fichier ni de dossier avec
    [record] Il n'y a pas de dossier de patient
    [erased] Ceci a été effacé, il n'en reste rien à geler :
    [class] Il n'y a pas de catégorie
    [key] Il n'y a pas de clé
    [plan] Il n'y a pas de plan
    [document] Il n'y a pas de document
    [hold] Il n'y a pas de gel
    [date] Il n'y a pas de date
    [pattern] Il n'y a pas de motif
    [setting] Il n'y a pas de réglage
    [register] Il n'y a pas de fichier de patients
   *[name] Il n'y a pas de nom
} « { $name } ».
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = { $thing ->
        [drive] Voyez les disques avec `refuge disques`.
        [source] Voyez les dossiers avec `refuge dossiers`.
        [snapshot] Voyez les sauvegardes avec `refuge historique`.
        [path] Cherchez-le avec `refuge chercher MOTS`.
        [words] Essayez moins de mots, ou seulement le début de l'un. Ce que contient la dernière sauvegarde : `refuge lister`
        [record] Voyez les dossiers avec `refuge purger --simuler --noms`.
        [erased] Ce qui a été effacé, et quand : `refuge rapport registre`
        [key] Voyez les clés avec `refuge cles`.
        [plan] Faites un plan avec `refuge purger --simuler`.
        [document] Voyez les documents avec `refuge rapport registre`.
        [hold] Voyez les gels avec `refuge geler liste`.
        [setting] Voyez les réglages avec `refuge reglages`.
        [class] Voyez les catégories avec `refuge reglages categories`.
       *[other] Vérifiez l'orthographe et réessayez.
    }
error-n02 = { $thing ->
    [drive] Il existe déjà un disque
    [source] Ce dossier est déjà sauvegardé :
    [key] Il existe déjà une clé
    [hold] Il existe déjà un gel sur
    [path] Il existe déjà un fichier
   *[name] Ce nom est pris :
} « { $name } ».
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = { $thing ->
        [hold] Tant qu'il est gelé, rien n'en est effacé : `refuge geler liste`
       *[other] Choisissez un autre nom.
    }
error-n03 = { $thing ->
    [date] Ce n'est pas une date utilisable :
    [pattern] Ce motif n'est pas compris :
    [class] Cette catégorie n'est pas comprise :
    [register] Le fichier de patients n'est pas compris :
    [setting] Cette valeur ne convient pas à un réglage :
    [record] Ceci ne désigne pas un dossier de patient :
    [snapshot] Ceci ne désigne pas une sauvegarde :
    [path] Ce chemin ne convient pas :
    [key] Ceci ne désigne pas une clé :
    [plan] Ceci ne désigne pas un plan :
    [document] Ceci ne désigne pas un document :
    [hold] Ce n'est pas une raison de geler :
    [drive] Ceci ne peut pas être le nom d'un disque :
    [source] Ceci ne peut pas être un dossier à sauvegarder :
   *[name] Ce nom ne convient pas :
} « { $name } ».
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = { $thing ->
        [date] Écrivez les dates ainsi : 2026-11-23.
        [hold] Voyez quelles raisons il y a : `refuge geler ajouter --aide`
        [setting] Voyez ce que chaque réglage accepte : `refuge reglages`
        [register] Voyez quelles colonnes sont attendues : `refuge patients importer --aide`
       *[other] Corrigez et recommencez.
    }

## Erreurs P : les fichiers du cabinet sur cet ordinateur

error-p01 = Aucun cabinet n'est encore installé sur cet ordinateur.
    .safe = Rien n'a été fait. Les disques écrits ailleurs ne sont pas touchés.
    .now = Première fois : `refuge installer`. Vous avez déjà un disque de sauvegarde : `refuge rattacher DISQUE`
error-p02 = Un cabinet est déjà installé ici.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Voyez où vous en êtes avec `refuge etat`.
error-p03 = Le fichier de réglages n'est pas compris{ $line ->
    [none] { "" }
   *[other] {" "}(ligne { $line })
} : { $reason }
    .safe = Rien n'a été fait. Vos sauvegardes sont intactes.
    .now = Corrigez `refuge.toml` ou remettez-en une version précédente, puis recommencez.
error-p04 = La mémoire des sauvegardes de cet ordinateur est abîmée : { $reason }
    .safe = Vos sauvegardes sont intactes : elles sont sur les disques, et cette mémoire peut être refaite à partir de l'un d'eux.
    .now = Branchez un disque et lancez `refuge rattacher DISQUE`, avec la phrase secrète ou la fiche de secours.
error-p05 = Un autre travail est en cours.
    .safe = Rien n'a été fait. Vos sauvegardes sont intactes.
    .now = Attendez qu'il soit fini, puis recommencez.
error-p06 = { $action ->
    [write] Impossible d'écrire
    [create] Impossible de créer
    [remove] Impossible de supprimer
   *[read] Impossible de lire
} { $path } : { $cause ->
    [missing] cela n'existe pas
    [forbidden] cet ordinateur vous en refuse l'accès
    [exists] cela existe déjà
    [full] il n'y a plus de place
    [read-only] le support est protégé contre l'écriture
    [kind] un fichier est à la place d'un dossier, ou un dossier à la place d'un fichier
    [busy] un autre programme s'en sert
   *[other] { $reason }
}.
    .safe = Vos sauvegardes précédentes sont intactes.
    .now = { $cause ->
        [exists] Rien n'est jamais écrasé : choisissez un autre nom ou un autre endroit, puis recommencez.
       *[other] Vérifiez que l'endroit existe, qu'il y a de la place et que vous y avez droit ; puis recommencez.
    }
error-p07 = Il faut une réponse, et aucune qui convienne n'a été donnée.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Lancez la commande dans un terminal. Ou répondez avec la commande : un nom à taper avec `--confirmer NOM`, autre chose avec l'option que `--aide` montre après la commande.
error-p08 = Interrompu.
    .safe = Rien d'inachevé n'a été enregistré ; toutes les sauvegardes précédentes sont intactes.
    .now = Relancez la même commande quand vous voudrez.
error-p09 = Le registre de cet ordinateur a été altéré ou coupé à l'enregistrement n° { $entry }.
    .safe = Vos sauvegardes ne sont pas touchées. Le registre ne prouve plus ce qui a été fait.
    .now = Ne continuez pas comme si de rien n'était : gardez les registres imprimés et prévenez votre technicien. Pour reprendre le registre que porte un disque, avec votre phrase secrète : `refuge rattacher DISQUE` ; le registre altéré est mis de côté.
error-p10 = Pas confirmé : rien n'a été fait.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Rien à faire si vous avez changé d'avis. Sinon, relancez la même commande et tapez ce que sa question demande.

## Erreurs R : durées légales et effacement

error-r01 = Une structure publique ne peut pas éliminer ses dossiers d'elle-même.
    .safe = Rien n'a été effacé.
    .now = Demandez d'abord l'accord des archives publiques (en France : les archives départementales).
error-r02 = { $trouble ->
    [too-large] Cette liste de patients est trop grande.
    [empty] Cette liste de patients est vide.
    [no-rows] Cette liste a des titres de colonnes et pas une seule ligne.
    [not-text] Ce fichier n'est pas une liste au format CSV.
    [workbook] Ce fichier est un classeur de tableur, pas une liste au format CSV.
    [unreadable] Ce fichier n'a pas pu être lu jusqu'au bout.
    [mixed-dates] Dans cette liste de visites, jour et mois sont dans les deux ordres, ou rien ne dit dans lequel.
    [missing] Aucune colonne de cette liste ne contient le champ « { field-word } ».
    [ambiguous] Plusieurs colonnes de cette liste pourraient être le champ « { field-word } » : { $columns }.
    [unknown] Cette liste n'a pas de colonne « { $columns } », indiquée pour le champ « { field-word } ».
    [unused] Ces colonnes seraient laissées de côté sans rien dire, et elles parlent de dates ou de numéros qui comptent : { $columns }.
    [remembered] Cette liste a d'autres titres que celle pour laquelle ces colonnes ont été indiquées : { $columns }.
    [stray-quote] Le guillemet de la ligne { $columns } ne se ferme pas à la fin d'une case.
    [visits-of-whom] Dans la liste des visites, la colonne « { $columns } » contient chaque numéro une seule fois : c'est peut-être le numéro de la visite, pas celui du patient.
    [visits-of-others] La liste des visites n'a pas les mêmes numéros que celle des patients : beaucoup auraient été vus avant leur naissance.
    [numbers-cut] Le numéro de la ligne { $columns } a été raccourci par un tableur (du genre 1,23457E+12).
   *[social-security] Les numéros de patient de cette liste ressemblent à des numéros de sécurité sociale, qui ne doivent pas servir à cela.
}
    .safe = Rien n'a été changé : la liste lue auparavant reste en vigueur. Le fichier n'a pas été copié.
    .now = { $trouble ->
        [unused] Dites pour chacune ce qu'elle est, ou qu'elle est à laisser de côté : `refuge patients importer FICHIER --colonne CHAMP=COLONNE --ignorer COLONNE`
        [remembered] Indiquez de nouveau les colonnes, ou dites qu'elles valent encore (ou non) : `refuge patients importer FICHIER --memes-colonnes` (ou `--oublier-colonnes`)
        [social-security] Si ce sont les numéros du cabinet, dites-le : `refuge patients importer FICHIER --numeros-du-cabinet`
        [workbook] Ouvrez-le dans le tableur, enregistrez-le en CSV, puis lisez-le : `refuge patients importer FICHIER.csv`
        [no-rows] Exportez la liste de nouveau, avec ses patients : `refuge patients importer FICHIER`
        [stray-quote] Corrigez cette ligne dans le logiciel du cabinet, puis exportez de nouveau : `refuge patients importer FICHIER`
        [visits-of-whom] Dites quelle colonne est le numéro du patient : `refuge patients importer FICHIER --visites FICHIER --colonne visits.id=COLONNE`
        [visits-of-others] Dites quelles colonnes ont les mêmes numéros : `refuge patients importer FICHIER --visites FICHIER --colonne numero=COLONNE --colonne visits.id=COLONNE`
        [numbers-cut] Exportez de nouveau, et n'ouvrez pas le fichier dans un tableur auparavant : `refuge patients importer FICHIER`
        [mixed-dates] Exportez les dates sous la forme année-mois-jour : `refuge patients importer FICHIER --visites FICHIER`
       *[other] Indiquez les colonnes, ou exportez la liste de nouveau : `refuge patients importer FICHIER --colonne CHAMP=COLONNE`
    }
error-r03 = La situation a changé depuis que ce plan a été montré : { $records ->
    [one] 1 de ses dossiers n'est plus à effacer.
   *[other] { $records } de ses dossiers ne sont plus à effacer.
}
    .safe = Rien n'a été effacé.
    .now = Faites un nouveau plan, lisez-le, puis exécutez-le : `refuge purger --simuler`
    .window = Lisez la nouvelle liste, et donnez votre accord.
error-r04 = Ce plan a plus de 30 jours.
    .safe = Rien n'a été effacé.
    .now = Faites un nouveau plan, lisez-le, puis exécutez-le : `refuge purger --simuler`
error-r05 = Ce plan ne peut pas encore être exécuté : selon vos réglages, { $days } jours doivent s'écouler après son établissement.
    .safe = Rien n'a été effacé. Le plan est gardé.
    .now = Relisez la liste d'ici là ; puis lancez de nouveau la même commande.
error-r06 = Une seconde personne doit donner son accord à ce plan.
    .safe = Rien n'a été effacé. Le premier accord est noté.
    .now = La seconde personne lance la même commande avec son nom : `refuge purger PLAN --par "NOM"`
    .window = La seconde personne dit maintenant qui elle est.
error-r07 = Ce plan a déjà été exécuté.
    .safe = Rien de plus n'a été effacé.
    .now = Voyez ce qui a été fait : `refuge rapport registre`. Terminer les disques absents ce jour-là : `refuge purger`

## Erreurs S : sécurité

error-s01 = { $kind ->
    [notes] STOP : des fichiers qui ressemblent à des demandes de rançon sont apparus ({ $notes }).
    [beside] STOP : des fichiers illisibles sont à côté des vôtres. Après une attaque, supprimez-les ou mettez-les de côté.
   *[changes] STOP : { $changed } fichiers sur { $files } ont changé{ $since ->
        [none] { "" }
       *[other] {" "}depuis le { $since }
    }{ $usual ->
        [none] { "" }
       *[other] {" "}(d'habitude : environ { $usual })
    }.
}
    .safe = { $ending ->
        [none] { $spoiled ->
            [none] { "" }
           *[other] { $spoiled } ne sont plus lisibles.{" "}
        }
       *[other] { $ending_files } ont une nouvelle fin « { $ending } ».{" "}
    }Rien n'a été enregistré, rien ne sera effacé : { $backups ->
        [0] il n'y avait pas encore de sauvegarde sur { $drive }
        [one] votre sauvegarde sur { $drive } est intacte
       *[other] vos { $backups } sauvegardes sur { $drive } sont intactes
    }. C'est peut-être une attaque.
    .now = { $stays ->
        [yes] 1 Coupez MAINTENANT le réseau de cet ordinateur, laissez-le allumé. 2 Ne branchez aucun autre disque de sauvegarde.
       *[no] 1 Débranchez { $drive } MAINTENANT, ne branchez aucun autre disque de sauvegarde. 2 Coupez le réseau de cet ordinateur, laissez-le allumé.
    } 3 Appelez votre technicien : `refuge incident montrer` dit qui d'autre appeler. Vous savez pourquoi (changement de logiciel) ? `refuge sauvegarder --changements-attendus`
error-s02 = Un incident est ouvert : ceci ne se fait pas tant qu'il dure.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes et gelées.
    .now = Voyez-le avec `refuge incident montrer` ; quand il est terminé : `refuge incident clore`

## Erreurs T : où restaurer

error-t01 = Le dossier { $path } contient déjà quelque chose.
    .safe = Rien n'a été écrasé. Vos sauvegardes sont intactes.
    .now = Indiquez un dossier nouveau ou vide avec `--vers`.
error-t02 = { $place ->
    [vault] Le dossier { $path } est dans le coffre d'un disque de sauvegarde.
   *[other] Le dossier { $path } est sur un disque de sauvegarde : les fichiers y seraient sans chiffrement.
}
    .safe = Rien n'a été écrit. Vos sauvegardes sont intactes.
    .now = Donnez un autre dossier avec `--vers`, par exemple sur le bureau.

error-t03 = { $files } { $files ->
    [one] fichier en place diffère
   *[other] fichiers en place diffèrent
} de la sauvegarde.
    .safe = Rien n'a été changé. Vos sauvegardes sont intactes.
    .now = Regardez la liste. Pour ne remettre que ce qui manque : la même commande avec `--existants garder`. Pour les remplacer aussi, ce qui est en place restant à côté sous un autre nom : `--existants remplacer`

## Erreurs U : la ligne de commande

error-u01 = La commande n'est pas comprise.
    .safe = Rien n'a été fait.
    .now = Voyez comment elle s'écrit : `{ $command } --aide`
usage-suggestion = Vouliez-vous dire « { $suggestion } » ?
usage-unknown-command = La commande « { $command } » n'existe pas.
usage-unknown-word = « { $word } » n'a pas sa place ici.
usage-unknown-argument = L'option « { $arg } » n'existe pas ici.
usage-invalid-value = « { $value } » ne convient pas pour { $arg }. Possible : { $valid }.
usage-refused-value = « { $value } » ne convient pas pour { $arg }.
usage-value-missing = L'option { $arg } demande une valeur.
usage-missing-argument = Il manque : { $args }
usage-missing-command = Dites ce qu'il faut faire.
usage-conflict = { $arg } et { $prior } ne vont pas ensemble.
usage-given-twice = { $arg } ne se donne qu'une fois.
usage-too-few-values = { $arg } demande plus de valeurs.
usage-too-many-values = { $arg } demande moins de valeurs.
usage-no-equals = La valeur de { $arg } doit suivre un signe égal.
usage-not-text = La commande contient quelque chose qui n'est pas du texte.
usage-other = La commande n'est pas comprise.

## Erreurs V : dégâts trouvés sur un disque

error-v01 = Une partie des sauvegardes manque sur le disque ({ $object }).
    .safe = Ce qui en dépend ne peut pas être lu sur ce disque. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier --reparer`. Cela revient ? Rangez ce disque et prenez-en un autre (`refuge disques ajouter`) ; `refuge etat` dit ce qu'il devient.
error-v02 = Une partie des sauvegardes est illisible ({ $object }).
    .safe = Ce qui en dépend ne peut pas être lu sur ce disque, qui vieillit peut-être. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier --reparer`, puis remplacez le disque.
error-v03 = Une partie des sauvegardes n'a pas toute sa longueur ({ $object }).
    .safe = Ce qui en dépend ne peut pas être lu sur ce disque. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier --reparer`.
error-v04 = Une partie des sauvegardes a été altérée ({ $object }).
    .safe = Elle n'a pas été utilisée. Ce qui en dépend ne peut pas être lu sur ce disque. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier --reparer` ; si cela se reproduit, remplacez le disque.
error-v05 = Une partie des sauvegardes ne s'ouvre pas avec sa clé ({ $object }).
    .safe = Elle n'a pas été utilisée. Ce qui en dépend ne peut pas être lu sur ce disque. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier --reparer`, ou restaurez depuis un autre disque.
error-v06 = Une partie des sauvegardes n'a pas le format attendu ({ $object }).
    .safe = Elle n'a pas été utilisée. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier` ; restaurez depuis un autre disque si c'est urgent.
error-v07 = Une partie des sauvegardes n'a pas été écrite par ce cabinet, ou pas à cet endroit ({ $object }).
    .safe = Elle n'a pas été utilisée. Quelqu'un ou quelque chose a modifié le disque. Vos autres disques ne sont pas touchés.
    .now = Débranchez le disque, prenez-en un autre et prévenez votre technicien.
error-v08 = Une partie des sauvegardes est plus grande que possible ({ $object }).
    .safe = Elle n'a pas été utilisée. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier` ; restaurez depuis un autre disque si c'est urgent.
error-v10 = Un fichier des sauvegardes est un lien, ou a un second nom ailleurs ({ $object }).
    .safe = Rien n'a été écrit à travers lui, et il n'a pas été recouvert. Vos autres disques ne sont pas touchés.
    .now = Copiez le fichier (ou le dossier) sur le disque, supprimez-le et donnez son nom à la copie ; relancez ensuite la commande.
error-v11 = Un fichier des sauvegardes est protégé contre l'écriture ({ $object }).
    .safe = Il a été laissé tel quel. Vos autres disques ne sont pas touchés.
    .now = Retirez la protection de ce fichier, ou copiez-le, supprimez-le et donnez son nom à la copie ; relancez ensuite la commande.
error-v12 = Une partie des sauvegardes a été écrite par une version plus récente de ce programme ({ $object }).
    .safe = Elle n'a pas été touchée, et rien n'a été supprimé.
    .now = Installez la version actuelle sur cet ordinateur, puis relancez la commande.
error-v13 = Une liste de dossiers sur le disque n'est pas utilisable : la liste qu'elle continue manque ou est abîmée ({ $object }).
    .safe = La sauvegarde qui en a besoin ne peut pas être lue sur ce disque. Vos autres disques ne sont pas touchés.
    .now = Lancez `refuge verifier --reparer`, puis `refuge sauvegarder`, qui n'en a pas besoin. Cela revient ? Rangez ce disque et prenez-en un autre (`refuge disques ajouter`) ; `refuge etat` dit ce qu'il devient.
error-v14 = Le système ne vous laisse pas lire une partie des sauvegardes ({ $object }).
    .safe = Ce n'est pas un signe de dommage : cette partie appartient sans doute à un autre utilisateur de cet ordinateur.
    .now = Lancez la commande en tant que l'utilisateur qui a fait les sauvegardes, ou donnez-vous le droit de lire ce dossier et tout ce qu'il contient.
error-v15 = Le système de fichiers du disque est abîmé à l'endroit d'une partie des sauvegardes ({ $object }).
    .safe = Ce qui s'y trouve est peut-être entier : c'est ce que laisse une coupure de courant, ou un disque débranché trop tôt. Vos autres disques ne sont pas concernés.
    .now = Faites vérifier et réparer le disque par le système (Windows : clic droit, Propriétés, Outils ; macOS : Utilitaire de disque ; Linux : fsck), puis lancez `refuge verifier --reparer`.
error-v09 = Le registre du disque diffère de celui de cet ordinateur à partir de l'enregistrement n° { $entry }.
    .safe = Les sauvegardes elles-mêmes ne sont pas touchées. L'un des deux registres a été altéré, ou deux ordinateurs y ont écrit.
    .now = Gardez les deux : imprimez `refuge rapport registre` et montrez-le à votre technicien. Cet ordinateur a été remis dans un état antérieur (image du disque) ? `refuge rattacher DISQUE` le consigne, et les contrôles redeviennent bons.

## Erreurs X : le programme

error-x02 = Le résultat n'a pas pu être écrit : { $reason }
    .safe = Vos sauvegardes ne sont pas touchées.
    .now = Recommencez en envoyant le résultat ailleurs.

## À propos

about-purpose = Sauvegarde chiffrée sur disques amovibles pour petits cabinets de santé. Sait oublier exprès.
about-offline = Rien ne quitte cet ordinateur, sauf ce qui est écrit sur vos disques : ni réseau, ni compte, ni télémétrie.
about-licence = Licence : { $licence }

## Pages de manuel

man-name = NOM
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-options = OPTIONS
man-commands = COMMANDES
man-version = VERSION

## Aide : titres

heading-usage = Utilisation :
heading-examples = Exemples :
heading-commands = Commandes :
heading-arguments = Arguments :
heading-options = Options :
heading-common-options = Options communes, avant ou après la commande :
help-common-options = Options communes (langue, clés, scripts) : refuge --aide
help-other-language = English: add --lang en

## Aide : ce que fait chaque commande

help = Sauvegarde chiffrée et hors ligne sur disques amovibles, qui sait oublier et le prouver.
help-try = Montrer tout le cycle sur des patients inventés, dans un dossier d'essai.
help-init = Première installation : le cabinet, ses clés, sa fiche de secours.
help-attach = Nouvel ordinateur ou mémoire perdue : reprendre avec un disque et une clé.
help-sources = Les dossiers sauvegardés.
help-sources-add = Ajouter un dossier à sauvegarder.
help-sources-list = Liste des dossiers.
help-sources-move = Dire où un dossier se trouve sur cet ordinateur ; ses sauvegardes comptent toujours.
help-sources-remove = Ne plus sauvegarder un dossier ; ses sauvegardes passées restent.
help-drives = Les disques de sauvegarde et le sort de chacun.
help-drives-add = Ajouter un disque. Rien n'y est effacé.
help-drives-list = Liste des disques.
help-drives-eject = Éjecter un disque pour pouvoir le débrancher.
help-drives-rename = Donner un autre nom à un disque.
help-drives-label = Faire l'étiquette à coller sur un disque.
help-drives-lost = Déclarer un disque perdu ou volé.
help-drives-found = Déclarer qu'un disque perdu est retrouvé.
help-drives-destroyed = Consigner qu'un disque a été physiquement détruit.
help-drives-retire = Effacer un disque et le retirer du service.
help-backup = Sauvegarder maintenant sur les disques branchés.
help-status = Ma sauvegarde est-elle bonne ?
help-verify = Contrôle mensuel : relire le disque, restaurer un échantillon, comparer.
help-restore = Récupérer des fichiers : dans un nouveau dossier, ou à leur place.
help-snapshots = Liste des sauvegardes.
help-ls = Ce que contient une sauvegarde.
help-find = Où et quand un fichier a existé.
help-diff = Ce qui a changé entre deux sauvegardes.
help-mount = Montrer les sauvegardes comme des dossiers, jusqu'à Ctrl-C (Linux).
help-register = Le fichier des patients, qui dit quand un dossier peut être effacé.
help-register-import = Lire un fichier CSV exporté par le logiciel du cabinet.
help-hold = Garder un dossier malgré la règle (litige, plainte).
help-hold-add = Geler un dossier.
help-hold-list = Liste des gels.
help-hold-remove = Lever un gel.
help-purge = Effacer de toutes les sauvegardes les dossiers périmés.
help-year = L'effacement de l'année, étape par étape ; trouve où il en est.
help-thin = Retirer de vieilles sauvegardes, selon la règle des réglages.
help-keys = Qui peut ouvrir les sauvegardes.
help-keys-list = Liste des clés.
help-keys-add = Ajouter une clé.
help-keys-remove = Retirer une clé.
help-keys-passphrase = Changer la phrase secrète du fichier de clé.
help-keys-sheet = Faire le formulaire de la fiche de secours.
help-keys-rehearse = Vérifier que la fiche de secours se lit toujours.
help-keys-rotate = Changer les serrures : nouvelles clés, les anciennes n'ouvrent rien de nouveau.
help-keys-attest = Consigner la destruction d'une ancienne fiche, clé USB ou clé matérielle.
help-report = Imprimer et classer ce qui a été fait.
help-incident = Vol, rançongiciel, fuite : geler l'effacement et garder les preuves.
help-incident-start = Ouvrir un incident.
help-incident-end = Clore l'incident.
help-incident-show = Montrer l'incident et qui appeler.
help-guide = Le guide en pages à imprimer, une par situation, avec les disques et numéros du cabinet.
help-settings = Dossiers, rappels, durées légales, langue.
help-settings-show = Montrer les réglages.
help-settings-set = Changer un réglage.
help-settings-classes = Ce que veut dire chaque catégorie : quelle durée, selon qui.
help-settings-schedule = Faire les fichiers qui permettent au système de vous faire des rappels.
help-support = Un fichier pour votre technicien, sans nom de patient.
help-about = Version et licence.
help-completions = Script de complétion pour un interpréteur de commandes.
help-man = Pages de manuel.
help-remind = Rappelle ce qui est dû, au plus une fois par jour (pour le planificateur).

## Aide : exemples

examples =
    refuge essayer          tout voir à l'œuvre, sur des patients inventés
    refuge sauvegarder      sauvegarder maintenant
    refuge etat             ma sauvegarde est-elle bonne ?
    refuge restaurer        récupérer des fichiers
examples-try =
    refuge essayer
    refuge essayer --garder dossier-essai
examples-init =
    refuge installer
    refuge installer --rattacher         nouvel ordinateur : reprendre depuis le disque branché
examples-attach =
    refuge rattacher E:\
    refuge rattacher /media/moi/BLEU --cle cle.age
examples-sources =
    refuge dossiers
    refuge dossiers ajouter Patients --categorie fr/medical-record --decoupe chaque-dossier
examples-sources-add =
    refuge dossiers ajouter Patients --categorie fr/medical-record --decoupe chaque-dossier
    refuge dossiers ajouter Compta --categorie fr/accounting --decoupe par-année
examples-drives =
    refuge disques
    refuge disques ajouter
    refuge disques perdu Vert
examples-drives-add =
    refuge disques ajouter
    refuge disques ajouter E:\ --nom Bleu
examples-drives-destroyed =
    refuge disques detruit Vert
examples-backup =
    refuge sauvegarder                  le cas de tous les jours
    refuge sauvegarder --simuler        montrer ce qui serait copié, sans rien écrire
    refuge sauvegarder --disque Rouge   seulement sur Rouge
examples-status =
    refuge etat --calendrier            quel jour est sur quel disque
    refuge etat
    refuge etat --expliquer             dire d'où vient le verdict
examples-verify =
    refuge verifier                     le contrôle du mois
    refuge verifier --rapide            sans phrase secrète
    refuge verifier --complet           tout, octet par octet
examples-year =
    refuge annee                        reprend là où il a été laissé
examples-guide =
    refuge notice                       toutes les pages
    refuge notice 7 --ouvrir            l'ordinateur est volé ou mort
examples-restore =
    refuge restaurer                    demande quoi, quand et où
    refuge restaurer --chemin "Patients/1954-0231" --vers Restauration
    refuge restaurer --tout --vers D:\
    refuge restaurer --sur-place guerin  à sa place ; montre d'abord ce qui y diffère
examples-snapshots =
    refuge historique
examples-ls =
    refuge lister Patients
    refuge lister Patients --sauvegarde 2026-11-20
examples-find =
    refuge chercher certificat 2025
examples-diff =
    refuge comparer 2026-11-20
examples-mount =
    refuge monter ~/sauvegardes
examples-register =
    refuge patients importer patients.csv
notes-register-import =
    La liste est comprise d'après ses titres de colonnes, en six langues et tels que les
    logiciels les nomment ; le tableau affiché dit quelle colonne a été prise pour quoi. Il faut
    le numéro du patient, et le dernier contact, dans la liste ou dans celle des visites
    (--visites). Formats : CSV de tout séparateur et jeu de lettres usuels, xDT (BDT, GDT), FHIR,
    ou un dossier exporté par Synthea, OpenEMR, Open Dental ou FHIR en masse. Un classeur
    (.xlsx) s'enregistre d'abord en CSV. Le doute garde le dossier. Toutes les règles :
    docs/retention.md
examples-register-import =
    refuge patients importer patients.csv
    refuge patients importer patients.csv --visites consultations.csv
    refuge patients importer patients.csv --colonne dernier-contact="Venu le"
    refuge patients importer patients.csv --ignorer "Dernière facture"
examples-hold =
    refuge geler ajouter 1954-0231
    refuge geler liste
examples-hold-add =
    refuge geler ajouter 1954-0231 --raison mise-en-cause --par "Dr Martin"
examples-purge =
    refuge purger --simuler             faire un plan ; rien n'est effacé
    refuge purger P-2026-03             exécuter ce plan
    refuge purger --sur-ordinateur      voir ce qui reste sur l'ordinateur
examples-thin =
    refuge alleger --simuler
    refuge alleger
examples-keys =
    refuge cles
    refuge cles essayer
    refuge cles changer
examples-keys-add =
    refuge cles ajouter --nom "Dr Martin" --cle-vers martin.age
    refuge cles ajouter --nom jeton --cle-publique age1...
examples-keys-rotate =
    refuge cles changer
examples-keys-attest =
    refuge cles attester "fiche 1" --par "Dr Martin" --methode broyée
examples-report =
    refuge rapport dernier --ouvrir
    refuge rapport effacement --ouvrir
    refuge rapport registre --annee 2026 --ouvrir
examples-incident =
    refuge incident ouvrir --note "ordinateur volé"
    refuge incident montrer
examples-settings =
    refuge reglages
    refuge reglages changer langue fr
examples-support =
    refuge assistance --fichier assistance.zip
examples-completions =
    refuge completions bash
examples-man =
    refuge man > refuge.1
examples-remind =
    refuge remind    le planificateur du système l'appelle une fois par jour

## Aide : options et arguments

arg-home = où sont les réglages et la mémoire sur cet ordinateur
arg-lang = langue : fr ou en
arg-json = répondre en JSON, pour les programmes
arg-names = montrer les noms de fichiers et de dossiers
arg-no-input = ne jamais poser de question ; s'arrêter avec le code 19
arg-quiet = ne dire que l'important
arg-verbose = en dire plus (deux fois : encore plus)
arg-identity = fichier de clé qui ouvre les sauvegardes
arg-passphrase-file = lire la phrase secrète dans ce fichier
arg-old-identity = fichier de clé de l'ancienne serrure, pour un disque absent lors du changement
arg-old-passphrase-file = sa phrase secrète
arg-mount-folder = dossier vide où les montrer
arg-passphrase-stdin = lire la phrase secrète sur l'entrée standard
arg-confirm = confirmer par ce nom, sans question
arg-color = couleurs : auto, always (toujours) ou never (jamais)
arg-no-color = sans couleurs
arg-plain = sans couleurs ni symboles
arg-help = montrer cette aide
arg-version = montrer la version
arg-keep = garder le dossier d'essai ici
arg-practice = nom du cabinet, imprimé sur les comptes rendus
arg-identity-out = écrire ici le nouveau fichier de clé
arg-recovery-out = écrire ici le secret de secours au lieu de le montrer (pour les scripts)
arg-public-structure = établissement public : rien ne s'efface sans l'accord des Archives
arg-source = dossiers à proposer, déjà cochés
arg-attach = reprendre le cabinet du disque branché
arg-no-first-backup = sans première sauvegarde ni essai
arg-drive-path = où est le disque, ou son nom ; sans rien, il est cherché
arg-path = fichier ou dossier dans la sauvegarde
arg-sources-add-path = le dossier
arg-sources-move-path = le dossier tel que refuge dossiers le montre
arg-sources-move-place = où il se trouve sur cet ordinateur
arg-sources-remove-path = le dossier
arg-drives-add-path = où est le disque
arg-class = catégorie qui fixe la durée légale
arg-records = comment le découper : chaque-dossier (chaque sous-dossier), par-année, entier (d'un bloc) ou générations (par année de sauvegarde)
arg-readers = qui peut l'ouvrir (sans précision : quiconque a une clé)
arg-name = nom
arg-drives-add-name = nom du disque ; une gommette de couleur aide
arg-new-name = nouveau nom
arg-by = qui le déclare
arg-date = quand, écrit 2026-11-23 (sans précision : aujourd'hui)
arg-method = comment il a été détruit
arg-certificate = le certificat de la société
arg-allow-fixed = accepter un dossier ou un disque interne (pour un essai)
arg-ever-held = le pire qu'il a contenu : c0 rien, c1 données scellées, c2 données scellées et clés, c3 clés derrière une phrase, c4 données de patients en clair ou passé inconnu
arg-medium = ce que c'est : disque (il ronronne) ou clé (clé USB, boîtier silencieux)
arg-replace = il prend la place de ce disque
arg-copy = c'est la copie d'un de vos disques : l'effacer et repartir de zéro
arg-witness = qui l'a vu
arg-drive = seulement ce disque
arg-wait = attendre un disque pendant ces minutes
arg-dry-run = montrer ce qui serait fait, sans rien changer
arg-no-eject = ne pas éjecter le disque à la fin
arg-expected-changes = beaucoup de fichiers ont changé, et je sais pourquoi
arg-calendar = quel jour est sur quel disque, les douze dernières semaines
arg-explain = dire d'où vient le verdict
arg-quick = sans phrase secrète : présence, longueurs, empreintes
arg-full = tout : ouvert, décompressé, comparé
arg-repair = réparer ce qui peut l'être : d'après le disque lui-même, puis d'après les autres disques branchés
arg-sample = nombre de fichiers à restaurer pour essai
arg-rehearse = essayer aussi la fiche de secours
arg-keys-rehearse-all = les 24 mots au lieu de trois
arg-qr = écrire la clé sous forme de code QR dans ce fichier (SVG)
arg-words = mots du nom
arg-all = tout
arg-to = le nouveau dossier
arg-in-place = à sa place d'origine ; ce qui y est et diffère est d'abord listé
arg-existing = sort des fichiers en place qui diffèrent : garder (ils restent) ou remplacer (ils sont mis à côté)
arg-snapshot = quelle sauvegarde : son jour (2026-11-23), son numéro, ou dernière
arg-older = la sauvegarde la plus ancienne
arg-newer = la plus récente (sans précision : la dernière)
arg-csv = la liste des patients (CSV, xDT, FHIR), ou le dossier qui la contient avec celle des visites
arg-visits = la liste des visites : la dernière de chaque patient compte
arg-ignore = une colonne à laisser de côté
arg-same-columns = les colonnes indiquées pour une liste précédente valent aussi pour celle-ci
arg-forget-columns = oublier les colonnes indiquées pour une liste précédente
arg-on-computer = voir ce qui reste sur cet ordinateur des dossiers oubliés, par chemin
arg-own-numbers = les numéros des patients sont ceux du cabinet, aussi longs soient-ils
arg-map = une colonne pour un champ ; à répéter pour une autre colonne du même champ ; visits.CHAMP=COLONNE pour la liste des visites
arg-record = le dossier
arg-hold-add-reason = pourquoi : mise-en-cause, réquisition, limitation, contrôle, assureur, demande-d-accès ou autre
arg-kind = effet sur la durée : suspend ou bloque
arg-review = quand le revoir, écrit 2026-11-23
arg-rekey = nouvelle clé pour ce dossier : ce que seules des sauvegardes retirées contenaient devient illisible
arg-newest-only = retirer d'abord tous les états plus anciens de ce dossier
arg-plan = numéro du plan
arg-as-of = comme si on était ce jour-là
arg-purge-by = qui approuve le plan
arg-today = la date du jour, quand celle de l'ordinateur est mise en doute
arg-exported = jour de l'export (la date du fichier si omis)
arg-fewer-patients = le cabinet a vraiment moins de patients qu'au dernier import
arg-new-passphrase-file = lire la nouvelle phrase secrète dans ce fichier
arg-output = écrire dans ce fichier
arg-man-output = une page par commande, dans ce dossier
arg-post-quantum = une clé qui résiste aussi aux ordinateurs quantiques
arg-recipient = clé publique d'une personne ou d'une clé matérielle
arg-section = seulement ces parties : un lecteur, un dossier, ou common (le commun)
arg-place = où un exemplaire de la fiche est gardé ; une fois par exemplaire
arg-finish = donner la nouvelle serrure aux disques qui étaient absents
arg-epoch = numéro de la clé, si plusieurs portent ce nom
arg-keys-rotate-reason = pourquoi : départ, fiche, disque (perdu), annuel ou autre
arg-guide-number = une situation, par son numéro dans le guide
arg-guide-output = écrire les pages dans ce dossier
arg-number = numéro du document, dernier, controle, effacement ou registre
arg-open = l'ouvrir dans le navigateur
arg-year = seulement cette année
arg-prove = montrer ce qui a été fait de ce dossier
arg-note = ce qui s'est passé
arg-setting = quel réglage
arg-value = sa nouvelle valeur
arg-plugged = un disque vient d'être branché
arg-install = l'installer aussi pour cet utilisateur
arg-remind-here = sauvegarder dans cette fenêtre, qui reste ouverte
arg-settings-schedule-output = dossier pour les fichiers
arg-settings-schedule-plugged = quand un disque du cabinet est branché : un avis, une fenêtre qui sauvegarde, ou une sauvegarde qui dit seulement comment elle a fini (avis, fenêtre ou discret)
arg-shell = bash, zsh, fish, powershell ou elvish

## Aide : noms des valeurs

value-dir = DOSSIER
value-lang = LANGUE
value-file = FICHIER
value-name = NOM
value-when = QUAND
value-what = QUOI
value-path = CHEMIN
value-class = CATÉGORIE
value-rule = RÈGLE
value-new-name = NOUVEAU-NOM
value-old-name = ANCIEN-NOM
value-code = CODE
value-medium = SUPPORT
value-person = PERSONNE
value-date = DATE
value-text = TEXTE
value-minutes = MINUTES
value-n = NOMBRE
value-words = MOTS
value-snapshot = SAUVEGARDE
value-a = SAUVEGARDE
value-b = SAUVEGARDE
value-csv = FICHIER
value-column = COLONNE
value-field-column = CHAMP=COLONNE
value-record = DOSSIER
value-kind = SORTE
value-reason = RAISON
value-plan = PLAN
value-recipient = CLÉ-PUBLIQUE
value-number = NUMÉRO
value-year = ANNÉE
value-setting = RÉGLAGE
value-value = VALEUR
value-shell = INTERPRÉTEUR
value-command = COMMANDE

## Installation

init-practice-ask = Nom imprimé sur les comptes rendus :
init-passphrase-made = La sauvegarde de tous les jours ne demande aucune phrase secrète. Il n'en faut une que pour récupérer des fichiers.
      Votre phrase secrète : { $phrase }
init-passphrase-keep = Recopiée sur papier ? La garder ? (non : choisir la mienne)
init-passphrase-back = Retapez-la d'après votre papier (Entrée : la revoir) :
init-passphrase-not-it = Ce n'est pas elle. La voici de nouveau : recopiez-la.
init-passphrase-rules = Six mots ou plus de nos listes ; ou 12 caractères ou plus, difficiles à deviner, avec une minuscule, une majuscule, un chiffre et un signe, sans nom, date ni phrase connue.
init-passphrase-own = Votre propre phrase secrète (Entrée : une que le programme fait) :
init-passphrase-again = La même encore une fois :
init-passphrase-differs = Les deux ne sont pas identiques. Recommencez :
init-done = { $practice } est installé.
init-warning = SANS la phrase secrète ET sans la fiche de secours, personne ne peut ouvrir les sauvegardes. Nous non plus.
init-next = Ensuite : choisissez les dossiers (refuge dossiers ajouter), puis un disque (refuge disques ajouter).
init-next-folder = Ensuite : choisissez les dossiers (refuge dossiers ajouter), puis : refuge sauvegarder
init-next-drive = Ensuite : un disque (refuge disques ajouter), puis : refuge sauvegarder
init-next-backup = Ensuite : refuge sauvegarder
sheet-intro = La fiche de secours ouvre tout si la phrase secrète est oubliée. Vous y recopiez 24 mots à la main, en quatre colonnes de six.
sheet-written = C'est recopié ?
sheet-back = Retapez-les maintenant depuis le papier, six par ligne : les 4 premières lettres de chacun suffisent, sans accents.
sheet-line = mots { $first } à { $last } :
sheet-word = mot { $number } :
sheet-wrong = Ce n'est pas le mot { $number } de votre fiche. Regardez encore.
sheet-back-enter = (Entrée seule : les revoir.)
sheet-show-again = Revoir les mots ?
sheet-right = La fiche n° { $number } est juste. Un exemplaire ici, sous clé ; le second ailleurs.

## Dossiers sources

sources-added = { $path } sera désormais sauvegardé.
sources-path-ask = Quel dossier ? (son chemin complet)
sources-which = Quel dossier ne faut-il plus sauvegarder ? (numéro)
sources-remove-only = Ne plus sauvegarder { $path } ? Ses sauvegardes restent.
sources-missing = Absent pour l'instant : { $path }. Branchez ou connectez ce qui le contient. Ailleurs sur cet ordinateur ? refuge dossiers deplacer "{ $path }" DOSSIER
sources-exclude = Laissé de côté dans { $path } par vos motifs (exclude dans refuge.toml) : { $patterns }
sources-litter = Laissé de côté partout : ce que le système fait pour lui-même, les dossiers nommés .cache ou .thumbnails, et, sous le premier niveau, ceux qui portent un CACHEDIR.TAG. D'un lien, seul le lien est sauvegardé : ajoutez le dossier où il mène avec refuge dossiers ajouter, ou laissez le lien de côté avec exclude.
sources-moved = { $path } est { $place } sur cet ordinateur. Ses sauvegardes comptent toujours.
sources-moved-empty = Il est encore vide. Pour y remettre ses fichiers depuis un disque, avant la prochaine sauvegarde : refuge restaurer --tout --sur-place
sources-removed = { $path } ne sera plus sauvegardé. Ses sauvegardes passées restent jusqu'à leur terme.
sources-none = Aucun dossier n'est encore sauvegardé. Pour en ajouter un : refuge dossiers ajouter DOSSIER
sources-head-path = DOSSIER
sources-head-class = CATÉGORIE
sources-head-records = DÉCOUPAGE
sources-class-part = Que contient-il ? Un mot (médical, soins, paie, agenda...), « liste » pour tout voir, Entrée : gardé sans limite :
sources-class-ask = Quelle catégorie ? (numéro, ou un autre mot ; Entrée : aucune, gardé sans limite)
sources-class-endless = gardé sans limite
sources-class-all = liste
sources-class-none = Aucune catégorie ne contient « { $part } ».
sources-records-ask = Qu'est-ce qui est gardé et oublié d'un bloc ? (numéro)
records-each-folder = chaque sous-dossier (patients)
records-by-year = chaque année de dernière modification (comptabilité)
records-whole = le dossier entier
records-generations = chaque année de sauvegarde (base en un seul fichier)

## Disques

drives-added = { $drive } est prêt.
drives-other-files = Ce disque contient aussi d'autres fichiers. Ils ne sont pas touchés, mais qui emprunte le disque emporte aussi vos sauvegardes.
drives-next = Ensuite : refuge sauvegarder
drives-none = Il n'y a pas encore de disque de sauvegarde. Branchez-en un, puis : refuge disques ajouter
drives-name-ask = Son nom (une gommette de couleur aide) :
drives-path-ask = Aucun disque externe n'a été trouvé. Branchez-le, attendez un instant, puis Entrée (ou tapez son chemin) :
drives-choose = Quel disque ? (numéro)
drives-moved = { $drive } se trouve maintenant à { $path }. Rien n'y a été changé.
drives-which = Quel disque ? (numéro)
drives-head-name = DISQUE
drives-head-seen = VU
drives-head-backups = SAUVEGARDES
drives-head-room = PLACE
drives-plugged = branché

## Sauvegarde

backup-waiting = Aucun disque de sauvegarde branché. Branchez { $drives } (j'attends, Ctrl-C pour arrêter)...
backup-waiting-others = Aucun disque de sauvegarde branché. Branchez { $drives }, ou un autre disque du cabinet (j'attends, Ctrl-C pour arrêter)...
backup-stranger = Branché : { $what }.
backup-stopped-ejected = { $drive } est éjecté : débranchez-le.
backup-stopped-stays = { $drive } est un dossier fixe, qui ne peut pas être débranché : coupez le réseau. Ce qui a changé vos fichiers peut aussi atteindre les sauvegardes qu'il contient.
backup-stopped-unplug = Débranchez { $drive } tout de suite : il n'a pas pu être éjecté.
backup-ask-date = Sommes-nous vraiment le { $today } ? La dernière sauvegarde est du { $known }. Si oui, celle-ci portait une fausse date ou est ancienne, et c'est noté.
backup-date-was-wrong = La dernière sauvegarde portait une date qui ne peut pas être juste ({ $known }) : ce qui a été noté avant elle s'accorde avec aujourd'hui ({ $today }). L'ordre n'en dépend pas, rien n'est perdu. Pour que ce soit noté : refuge sauvegarder --aujourdhui AAAA-MM-JJ
backup-date-doubtful = La date de cet ordinateur ({ $today }) ne va pas avec la dernière sauvegarde ({ $known }). La sauvegarde se fait quand même. Si la date est juste : refuge sauvegarder --aujourdhui AAAA-MM-JJ. Sinon, réglez-la.
backup-recognised = { $drive } reconnu{ $model }. Dernière sauvegarde dessus : { $when }.
backup-recognised-new = { $drive } reconnu{ $model }. Pas encore de sauvegarde dessus.
backup-goes-on = Reprise de la sauvegarde interrompue ({ $day } à { $hour }).
backup-owes = { $drive } attend : { $what }. Il faut la phrase secrète.
backup-full-thins = { $drive } est plein. La règle pour les anciennes sauvegardes permet de faire de la place maintenant ; la sauvegarde reprendra ensuite.
backup-full-ask = Voir ce qui peut partir ? (avec la phrase secrète ; le plan est montré d'abord)
backup-pay-now = Le faire maintenant ? (Entrée : plus tard)
backup-owes-in-incident = { $drive } attend : { $what }. Pas tant que l'incident est ouvert : rien n'est écrasé sur le disque. La sauvegarde se fait.
drive-identity-lost = Le fichier qui dit quel disque est { $drive } (vault.json) manque ou n'est pas le nôtre. Ce qui s'y trouve est lu quand même, chaque morceau avec sa propre preuve ; rien n'y est écrit. Pour remettre ce fichier : refuge verifier --reparer --disque "{ $drive }"
object-strange = Parmi les sauvegardes de { $drive } se trouve un fichier que ce programme n'a pas écrit ({ $object }). Rien n'en dépend, et il n'a pas été pris en compte. Le prochain effacement l'enlèvera.
drive-page-strange = { $page } sur { $drive } n'est pas celui que ce programme y met, et il s'y trouve toujours. Si personne du cabinet ne l'a changé, quelqu'un cherche peut-être vos 24 mots : ne les tapez jamais sur la foi de cette page, et prévenez votre informaticien. Pour remettre le nôtre : refuge verifier --reparer
drive-page-replaced = { $page } sur { $drive } n'était pas celui que ce programme y met : il a été remis. Si personne du cabinet ne l'a changé, quelqu'un cherche peut-être vos 24 mots : ne les tapez jamais sur la foi de cette page, et prévenez votre informaticien.
backup-owes-no-more = { $drive } : c'est fait.
backup-still-owes-lock = Reste à faire sur { $drive } : { $what }. La clé donnée n'ouvre pas l'ancienne serrure. La sauvegarde se fait quand même ; ensuite, avec l'ancienne clé ou l'ancienne fiche : refuge cles changer --terminer
backup-still-owes = Reste à faire sur { $drive } : { $what }. La sauvegarde se fait quand même ; donnez la phrase secrète la prochaine fois.
list-or = { $others } ou { $last }
backup-dry = { $files } { $files ->
    [one] fichier serait sauvegardé
   *[other] fichiers seraient sauvegardés
} ({ $size }). Rien n'a été écrit.
backup-done = Sauvegarde du { $when } sur { $drive } : complète. { $files } { $files ->
    [one] fichier nouveau ou modifié
   *[other] fichiers nouveaux ou modifiés
}, { $size }, { $time }.
backup-done-partly = Sauvegarde du { $when } sur { $drive } : faite, mais tout n'y est pas. { $files } { $files ->
    [one] fichier nouveau ou modifié
   *[other] fichiers nouveaux ou modifiés
}, { $size }, { $time }.
backup-problems = { $files } { $files ->
    [one] fichier ou dossier n'a pas été pris tel qu'il est. La raison est dite plus haut (avec --noms, lequel) ; refuge etat compte ce qui manque jusqu'à ce qu'une sauvegarde le prenne.
   *[other] fichiers ou dossiers n'ont pas été pris tels qu'ils sont. La raison est dite plus haut (avec --noms, lesquels) ; refuge etat compte ce qui manque jusqu'à ce qu'une sauvegarde le prenne.
}
backup-odd = Regardez { $files } fichiers : ils { $ending ->
    [none] ne se lisent plus comme avant
   *[other] se terminent maintenant par { $ending }
}. Protégés ou compressés par vous ? Tout va bien. Personne ne l'a fait ? Traitez-le comme une attaque : refuge incident ouvrir
backup-left-out = { $names } { $names ->
    [one] nom a été laissé
   *[other] noms ont été laissés
} de côté par règle, avec tout ce qui peut se trouver dessous : vos propres motifs, ou des dossiers que les programmes appellent caches. refuge dossiers montre les règles.
backup-open-files = { $files ->
    [one] Un fichier ouvert a été pris
   *[other] { $files } fichiers ouverts ont été pris
} comme après une coupure de courant. Le programme qui le tient doit savoir le réparer : son propre export de la nuit est plus sûr.
backup-picture-not-allowed = Les fichiers que d'autres programmes tiennent ouverts n'ont pas pu être pris : seul un administrateur le peut. Clic droit sur refuge, « Exécuter en tant qu'administrateur », puis sauvegardez ; ou renoncez-y : refuge reglages changer fichiers-ouverts laissés-de-côté
backup-picture-unsupported = Les fichiers que d'autres programmes tiennent ouverts n'ont pas pu être pris : ce disque n'a pas d'image à donner. Renoncez-y : refuge reglages changer fichiers-ouverts laissés-de-côté
backup-picture-failed = Les fichiers que d'autres programmes tiennent ouverts n'ont pas pu être pris : Windows n'a pas donné d'image du disque. Réessayez plus tard ; si cela dure, fermez d'abord ces programmes.
backup-with-streams = { $files ->
    [one] Un des fichiers lus porte
   *[other] { $files } des fichiers lus portent
} à côté du contenu plus de données de Windows (autres flux) qu'on n'en garde : la sauvegarde contient le contenu, et ce qui est petit à côté.
backup-links-out = { $links } { $links ->
    [one] lien mène
   *[other] liens mènent
} hors de vos dossiers : la sauvegarde contient le lien, pas ce vers quoi il mène. Ajoutez aussi ce dossier : refuge dossiers ajouter
backup-forgotten = { $records } { $records ->
    [one] dossier oublié est encore
   *[other] dossiers oubliés sont encore
} sur cet ordinateur ; { $records ->
    [one] il n'a pas été sauvegardé
   *[other] ils n'ont pas été sauvegardés
}. Ce qu'il faut supprimer : refuge purger --sur-ordinateur
backup-erased-again = { $files } { $files ->
    [one] fichier d'une année effacée est revenu dans vos dossiers avec une date récente ; il a été sauvegardé
   *[other] fichiers d'une année effacée sont revenus dans vos dossiers avec une date récente ; ils ont été sauvegardés
} comme nouveau. Vous n'en voulez plus ? Ce qu'il faut supprimer : refuge purger --sur-ordinateur
backup-unplug = Vous pouvez débrancher { $drive }.
backup-eject-by-hand = Relecture : tout est bon. Éjectez { $drive }, puis débranchez-le.
backup-stays = Relecture : tout est bon. { $drive } reste branché : éjectez-le avant de le débrancher.
backup-nearly-full = { $drive } sera plein dans { $months ->
    [0] moins d'un mois
    [one] un mois environ
   *[other] { $months } mois environ
} à votre rythme : achetez un disque plus grand.
backup-second-drive = Ensuite : un second disque, gardé ailleurs, protège du feu et du vol (refuge disques ajouter).
backup-all-drives = Ensuite : rangez vos disques, l'un d'eux ailleurs qu'au cabinet.
backup-bring-new = Ensuite : apportez { $drive }, il n'a encore aucune sauvegarde.
backup-bring-now = Ensuite : apportez { $drive } dès que possible (pas sauvegardé depuis { $days } jours).
backup-bring-this-week = Ensuite : apportez { $drive } cette semaine (pas sauvegardé depuis { $days } jours).
backup-bring-next = Ensuite : la prochaine fois, apportez { $drive } (dernière sauvegarde : { $when }).
backup-check-due = Contrôle à faire avant le { $day }.
backup-check-late = Contrôle en retard depuis le { $day } : refuge verifier
backup-not-read-back = La sauvegarde sur { $drive } n'a pas pu être relue en entier. Contrôlez-la : refuge verifier

## Rattacher un disque

attach-done = { $practice } : { $drive } est de nouveau connu, avec { $count } { $count ->
    [one] sauvegarde
   *[other] sauvegardes
}.
attach-parted = Le registre de { $drive } raconte autre chose que celui d'ici à partir de l'enregistrement n° { $entry } : cet ordinateur a été remis dans un état antérieur, ou l'un des deux a été altéré. C'est consigné, et les deux sont gardés. Pour l'imprimer : refuge rapport registre
attach-keys-unknown = Le disque a la serrure n° { $number }, et rien n'y dit quelles autres clés elle a. Les nouvelles sauvegardes s'ouvrent avec la clé que vous avez donnée : ajoutez les autres avec refuge cles ajouter.
attach-plug-in = Aucun disque portant des sauvegardes n'est branché. Branchez-en un, puis Entrée (ou tapez son chemin) :
attach-which = Lequel de ces disques ? (numéro)
attach-also-ours = { $what } : disque de votre cabinet, que cet ordinateur ne connaît pas encore. Il est repris.
attach-also-sheet = Il contient des dossiers venus après le disque du début : les mots de la fiche sont demandés encore une fois.
attach-also = { $drive } est de nouveau connu, avec { $count } { $count ->
    [one] sauvegarde
   *[other] sauvegardes
}.
recover-passphrase = Maintenant une phrase secrète pour cet ordinateur ; les mots de la fiche ne sont plus demandés.
recover-there = Il y a des fichiers dans tous vos dossiers ; il n'a pas été vérifié qu'ils y sont tous. Pour remettre ce qui manque : `refuge restaurer --tout --sur-place`
recover-folders = Vos dossiers étaient ici :
recover-ask = Les remettre à leur place ?
recover-make = Il n'y a pas encore de dossier { $folder }. Le créer ?
recover-where = Cet ordinateur n'a pas de place pour { $folder }. Où le mettre ? (chemin ; Entrée : laisser ce dossier de côté)
recover-where-usual = Cet ordinateur n'a pas de place pour { $folder }. Où le mettre ? (chemin ; Entrée : { $usual } ; n : le laisser de côté)
recover-whole-path = Donnez le chemin entier, depuis son début : /home/nom/Documents/Patients, ou C:\Users\nom\Documents\Patients.
recover-left-out = Laissé de côté : { $folder }. Il n'est pas installé sur cet ordinateur, et ses sauvegardes restent. Pour l'installer plus tard : refuge dossiers deplacer "{ $folder }" DOSSIER
recover-left = Tout n'est pas encore remis. Branchez le disque, puis : refuge rattacher
recover-before-backup = Tout n'a pas encore été remis sur cet ordinateur. Une sauvegarde faite maintenant n'a que ce qui s'y trouve, et devient la plus récente.
recover-what = Que faire d'abord ?
recover-first = remettre ce qui manque, puis sauvegarder
recover-backup-now = sauvegarder ce qui est là, et me le rappeler
recover-no-more = sauvegarder ce qui est là ; il n'y a plus rien à remettre
recover-next = Ensuite : refuge sauvegarder. Vos autres disques sont repris d'eux-mêmes quand vous les branchez.
attach-damaged = { $count ->
    [one] Une partie
   *[other] { $count } parties
} du disque n'{ $count ->
    [one] a pas pu être lue
   *[other] ont pas pu être lues
} : refuge verifier --reparer
attach-next = Ensuite : refuge restaurer --tout --vers DOSSIER, puis refuge sauvegarder
attach-next-passphrase = Cet ordinateur n'a pas de phrase secrète : refuge cles phrase en fait une nouvelle, avec la fiche de secours.

# -- verify --------------------------------------------------------------------

verify-good-full = BON. Tout { $drive } a été lu ({ $size }) ; { $files } { $files ->
    [one] fichier peut être restauré
   *[other] fichiers peuvent être restaurés
}.
verify-good-quick = BON. Tout { $drive } a été lu ({ $size }), chaque empreinte est juste. Rien n'a été ouvert. Pour cela : refuge verifier --complet
verify-repair-in-incident = Un incident est ouvert : le disque est vérifié, mais rien n'y est remplacé, car les dégâts sont des preuves. Quand il est terminé : refuge incident clore, puis refaites la réparation.
    .window = Un incident est ouvert : le disque est contrôlé, mais rien n'y est remplacé, car les dégâts sont des preuves. Réparez-le quand l'incident sera clos.
verify-repaired = { $count } { $count ->
    [one] objet réparé
   *[other] objets réparés
}.
verify-page-missing = { $page } manque sur { $drive } : la prochaine sauvegarde le remet, ou refuge verifier --reparer
    .window = { $page } manque sur { $drive } : la prochaine sauvegarde le remet, ou une réparation.
verify-strange = Rien n'est perdu pour autant, mais { $count } { $count ->
    [one] fichier se trouve parmi ceux des sauvegardes sur { $drive } sans être de ce cabinet, ou sans que cette version le connaisse :
   *[other] fichiers se trouvent parmi ceux des sauvegardes sur { $drive } sans être de ce cabinet, ou sans que cette version les connaisse, le premier étant
} { $object }. Rien n'y a été touché : une version plus récente de refuge l'a peut-être écrit, ou quelqu'un a eu le disque en main. Si un autre ordinateur du cabinet a une version plus récente, installez-la ici aussi ; sinon, montrez ceci à votre informaticien.
verify-spared = Rien n'est perdu sur { $drive }, mais { $count } { $count ->
    [one] seconde copie est abîmée
   *[other] secondes copies sont abîmées
}. -> refuge verifier --reparer
    .window = Rien n'est perdu sur { $drive }, mais { $count } { $count ->
        [one] seconde copie est abîmée
       *[other] secondes copies sont abîmées
    }. Réparez-le.

# -- try -----------------------------------------------------------------------

try-drive = Bleu
try-begin = Un essai avec des patients inventés, dans { $folder }. Aucun de vos fichiers n'est lu.
try-set-up = 1. Un cabinet est créé : un fichier de clé protégé par une phrase secrète, une fiche de secours.
try-first = 2. Première sauvegarde : { $files } { $files ->
    [one] fichier
   *[other] fichiers
} de { $records } { $records ->
    [one] dossier
   *[other] dossiers
}, { $size }, relus et bons.
try-second = 3. Une note modifiée, une lettre ajoutée. Seconde sauvegarde : { $files } { $files ->
    [one] fichier lu
   *[other] fichiers lus
} seulement, { $size } écrits.
try-verify = 4. Contrôle avec la clé : { $files } { $files ->
    [one] fichier ouvert
   *[other] fichiers ouverts
}, chaque octet comparé.
try-restore = 5. Restauration dans un nouveau dossier : { $files } { $files ->
    [one] fichier comparé
   *[other] fichiers comparés
} aux originaux, octet par octet : identiques.
try-wrong-key = 6. Une clé étrangère a été essayée : elle n'ouvre rien.
try-purge = 7. La liste des patients a été lue ; l'un n'est plus venu depuis 25 ans. Le plan { $plan } a été établi, approuvé et exécuté.
try-forgotten = 8. La sauvegarde suivante n'a pas repris ce patient, et rien ne le fait revenir ; tout le reste a été restauré et comparé.
try-certificate = Certificat { $entry } : { $records ->
    [one] 1 dossier oublié
   *[other] { $records } dossiers oubliés
} selon les règles { $rules }.
try-certificate-hash = {"  "}Il est classé au registre sous { $hash } et ne nomme personne.
try-kept = L'essai est gardé dans { $folder }. Le certificat imprimable : { $paper }
try-removed = L'essai a duré { $time } et a été supprimé ; il n'en reste rien. Pour garder le disque et le certificat imprimable : refuge essayer --garder DOSSIER

# -- the year ------------------------------------------------------------------

year-intro = L'effacement de l'année, une étape après l'autre. Quittez-le à toute question (Ctrl-C) : refuge annee reprend là.
year-step = Étape { $number } sur { $all } : { $what }
year-next = Ensuite : { $command }
year-later = La suite quand vous voulez : refuge annee
year-now = Le faire maintenant ?
year-incident = Un incident est ouvert : rien n'est effacé avant sa fin. refuge incident montrer
year-public = Une structure publique ne peut rien éliminer sans le visa de ses archives.
year-register = la liste des patients. Exportez-la de votre logiciel en CSV (numéro, naissance, décès, dernière venue).
year-plan = les litiges, puis la liste de ce qui est échu. La liste des patients est en vigueur.
year-approve = le plan { $plan } nomme { $records } { $records ->
    [one] dossier
   *[other] dossiers
}. Un médecin le lit ; { $people ->
    [one] une personne doit l'approuver
   *[other] { $people } personnes doivent l'approuver, l'une après l'autre
}.
year-cooling-off = le plan { $plan } attend : il peut être exécuté { $days } jours après avoir été fait.
year-erase = le plan { $plan } est approuvé et pas encore exécuté. Branchez un disque.
year-drives = ce qui a été effacé est encore sur { $drives }. Branchez ceux que vous avez.
year-locks = changer les serrures, pour qu'aucune ancienne copie ne s'ouvre plus. Une nouvelle phrase secrète et une nouvelle fiche : stylo et papier.
year-new-lock = { $drives } a encore l'ancienne serrure. Branchez-le.
year-attest = { $keys ->
    [one] détruire l'ancienne clé (fiche ou fichier), puis le dire.
   *[other] détruire les { $keys } anciennes clés (fiches, fichiers), puis le dire pour chacune.
}
year-done-until = c'est fait. La prochaine fois : le { $day }.
year-plug-in = Pas branché : { $drives }. Branchez-en un, puis Entrée (n : plus tard)
year-not-there = Aucun de ces disques n'est encore vu.
year-list = Le fichier de la liste (chemin ; Entrée : sans nouvelle liste)
year-hold = Un litige, une réclamation, une plainte ? Le nom du dossier qui doit rester (Entrée : aucun, ou plus aucun)
year-print = Ouvrir le plan avec ses noms, à imprimer pour le médecin ?
year-who = Qui l'a lu et l'approuve ? (nom ; Entrée : plus tard)
year-paper = Ouvrir le document, à imprimer, signer et classer ?
year-command-incident = refuge incident montrer
year-command-register = refuge patients importer LISTE.csv, puis refuge purger --simuler
year-command-plan = refuge purger --simuler
year-command-erase = refuge purger { $plan } --par NOM
year-command-finish = refuge purger
year-command-locks = refuge cles changer --raison annuel
year-command-new-lock = refuge cles changer --terminer
year-command-attest = refuge cles attester
year-command-paper = refuge rapport { $entry } --ouvrir

guide-written = { $count ->
    [one] Une page
   *[other] { $count } pages
} dans { $folder } : à ouvrir et à imprimer (Ctrl-P). refuge notice --ouvrir montre ce dossier, refuge notice NUMÉRO --ouvrir une page.
guide-drives = Vos disques
guide-sheet-label = Fiche de secours
guide-sheet = n° { $number }
guide-call = À appeler après une attaque
guide-footer = Toutes les situations : refuge notice. Les noms de personnes et de lieux de cette page sont des exemples ; les disques sont les vôtres.

# -- restore and look ----------------------------------------------------------

restore-ask-words = Que cherchez-vous (une partie du nom) ?
restore-ask-which = Lequel ? (numéro)
restore-takes-folder = De la sauvegarde du { $when }, sur { $drive }, car les suivantes ne l'ont pas : { $folder }
restore-last-that-has-it = Ce n'est pas dans celle-ci. La dernière sauvegarde qui l'a :
restore-takes = De la sauvegarde du { $when }, sur { $drive }.
restore-onto-drive = { $path } est un disque de sauvegarde : les fichiers y seraient sans chiffrement. Y restaurer quand même ?
restore-more = { $count ->
    [one] Un autre convient ; ajoutez un mot pour le voir.
   *[other] { $count } autres conviennent ; ajoutez un mot pour les voir.
}
restore-all-of-these = les { $count } ensemble
restore-ask-which-or-all = Lequel ? (numéro ; Entrée : tous, dans leur dernière version)
restore-ask-version = Quelle version ? (numéro ; Entrée : 1, celle de la dernière sauvegarde)
restore-folder = Restauration { $time }
restore-done = { $files } { $files ->
    [one] fichier restauré
   *[other] fichiers restaurés
} ({ $size }) dans { $folder }. Rien d'autre n'a changé.
restore-backed-up = Ce dossier est dans un dossier sauvegardé : ces copies seront sauvegardées à leur tour, et empêcheront leurs dossiers d'arriver à échéance. Quand vous avez ce qu'il vous faut, supprimez-le.
restore-problems = { $files } { $files ->
    [one] fichier n'a pas pu revenir entièrement. La raison est dite plus haut (avec --noms, lequel).
   *[other] fichiers n'ont pas pu revenir entièrement. La raison est dite plus haut (avec --noms, lesquels).
}
restore-again = La même commande retente ce qui manque et laisse ce qui est là.
restore-forgotten = { $files } { $files ->
    [one] fichier laissé
   *[other] fichiers laissés
} de côté : leur dossier a été effacé volontairement.
in-place-looks = Comparaison avec ce qui est en place…
in-place-mark = avant { $time }
in-place-differs = { $folder } : { $count ->
    [one] un fichier en place n'est pas celui de la sauvegarde :
   *[other] { $count } fichiers en place ne sont pas ceux de la sauvegarde :
}
in-place-more = et { $count } autres ; pour tous les voir : la même commande avec --json --noms
in-place-now = { $what ->
    [newer] PLUS RÉCENT en place
    [older] autre contenu, pas plus récent
   *[other] autre chose est là : cela reste
}
in-place-ask = Que faire ? (numéro)
in-place-stay = les laisser tels quels, ne remettre que ce qui manque
in-place-replace = les remplacer aussi ; ce qui est en place reste à côté, « nom (avant …) »
in-place-nothing = rien
in-place-done = { $files } { $files ->
    [one] fichier remis à sa place
   *[other] fichiers remis à leur place
} ({ $size }), { $files ->
    [one] écrit à côté et relu avant de prendre son nom.
   *[other] écrits à côté et relus avant de prendre leur nom.
}
in-place-same = { $files } { $files ->
    [one] fichier y était déjà, à l'octet près.
   *[other] fichiers y étaient déjà, à l'octet près.
}
in-place-replaced = { $files } { $files ->
    [one] fichier qui était en place est
   *[other] fichiers qui étaient en place sont
} à côté, avec « avant » dans le nom. Parcourez-les, puis supprimez ce qui ne sert plus.
in-place-stayed = { $files } { $files ->
    [one] fichier différent laissé tel quel.
   *[other] fichiers différents laissés tels quels.
}
reading-elsewhere = { $drive } a reçu une sauvegarde le { $day }, et rien n'y manque à notre connaissance : branchez-le s'il ne l'est pas, et ajoutez à la commande : --disque "{ $drive }"
snapshots-none = Pas encore de sauvegarde sur { $drive }.
reading-unread = Attention : { $count ->
    [one] une sauvegarde
   *[other] { $count } sauvegardes
} de { $drive } ne { $count ->
    [one] peut pas être lue
   *[other] peuvent pas être lues
}{ $newer ->
    [yes] , peut-être la plus récente : ce qui suit peut être plus ancien que votre dernière sauvegarde. Essayez : refuge verifier --reparer, ou un autre disque
   *[no] . Les plus récentes ne sont pas touchées : refuge verifier --reparer
}
look-lost = { $records ->
    [one] La liste d'un dossier n'a
   *[other] Les listes de { $records } dossiers n'ont
} pas pu être { $records ->
    [one] lue
   *[other] lues
} : il peut manquer quelque chose ci-dessus. Essayez : refuge verifier --reparer, ou un autre disque
mount-there = { $count ->
    [one] Une sauvegarde est
   *[other] { $count } sauvegardes sont
} dans { $folder }, en lecture seule, un dossier par sauvegarde ; « versions » montre les versions d'un fichier côte à côte. Vous seul les voyez. Ctrl-C : elles n'y sont plus (ou après dix minutes sans visite).
mount-not-here = Ce refuge n'a pas été construit pour montrer les sauvegardes comme des dossiers : il y faut Linux et l'option de construction « mount ». Pour récupérer des fichiers : refuge restaurer
mount-gone = Les sauvegardes ne sont plus montrées ; rien n'a été copié dans ce dossier. Ce qu'un programme y a ouvert, il peut l'avoir gardé.
look-files = { $files } { $files ->
    [one] fichier
   *[other] fichiers
}
find-since = depuis le { $first }
find-gone = { $one ->
    [yes] le { $first }
   *[no] du { $first } au { $last }
}, disparu le { $gone } au plus tard
find-versions = { $count } versions
find-in = dans les sauvegardes du { $first } au { $last }
find-in-one = dans la sauvegarde du { $first }
find-begins = Recherche dans { $backups ->
    [one] une sauvegarde
   *[other] { $backups } sauvegardes
} de { $drive }…
find-total = { $files } { $files ->
    [one] fichier
   *[other] fichiers
}, { $size }. { $backups ->
    [one] Une sauvegarde parcourue
   *[other] { $backups } sauvegardes parcourues
}.
look-total = { $files } { $files ->
    [one] fichier
   *[other] fichiers
}, { $size }.
diff-total = Nouveaux { $added }, modifiés { $changed }, disparus { $removed }.

## Registre et papiers

report-nothing = Rien n'a encore été fait : il n'y a rien à imprimer.
report-written = Le document est dans { $file }
report-not-opened = Il n'a pas pu être ouvert d'ici : ouvrez-le avec un navigateur et imprimez-le de là.
paper-number = N° { $number }
paper-of-record = Ce papier est l'impression de l'enregistrement { $number } du registre.
paper-hash = SHA-256 de l'enregistrement : { $hash }
paper-previous = SHA-256 de l'enregistrement précédent : { $hash }
paper-printed = Imprimé le { $date } avec refuge { $version }. Ce qui peut changer depuis est à la date de ce jour.
paper-yes = oui
paper-no = non
paper-unknown = inconnu
paper-span = { $first } – { $last }
paper-drive = Disque
paper-declared-by = Déclaré par
paper-snapshot = Sauvegarde
paper-files = Fichiers dans la sauvegarde
paper-new-files = Fichiers nouveaux ou modifiés
paper-new-bytes = Leur taille
paper-stored = Écrit sur le disque, chiffré
paper-problems = Fichiers qui n'ont pas pu être lus
paper-read-back = Relu et comparé
paper-took = Durée
paper-size = Taille

paper-level-not-applicable = sans objet : rien à effacer
paper-level-none = aucun niveau atteint
paper-level-logical = suppression logique (en dessous de « Clear », NIST SP 800-88) : le support peut encore porter des restes chiffrés
paper-level-clear = réécrit en entier et relu (« Clear », NIST)
paper-level-crypto = effacement cryptographique (type « Purge », NIST), conditions attestées
paper-level-destroyed = détruit physiquement (« Destroy », NIST)

fact-in-a-line = { $name } : { $value }
drive-model = Marque et modèle
drive-make = Appareil
drive-make-unknown = marque, modèle et numéro de série inconnus
drive-serial = Numéro de série de l'appareil
drive-volume = Numéro de série du volume
drive-bus = Connexion
drive-size = Capacité
drive-medium = Support
drive-held = A contenu
drive-by-number = Numéro du disque dans refuge
drive-by-number-of = Numéro de { $drive } dans refuge
drive-held-code = { $code ->
    [C0] aucune donnée de patient (C0)
    [C1] des données chiffrées, sans jamais leur secret (C1)
    [C2] des données chiffrées et des trousseaux scellés par un secret aléatoire gardé ailleurs (C2)
    [C3] un trousseau scellé par une phrase mémorisée (C3)
   *[C4] des données de patients en clair, ou un passé inconnu (C4)
}
medium-disk = disque magnétique, l'appareil et une personne le confirment
medium-flash = mémoire flash (clé, carte, SSD)
medium-turning-only = incertain : le système annonce un disque magnétique, personne ne l'a confirmé ; traité comme mémoire flash
medium-unknown = inconnu ; traité comme mémoire flash

sign-name = Nom
sign-role = Qualité
sign-date = Date
sign-signature = Signature
sign-responsible = La personne responsable
sign-second = Seconde personne
sign-holder = Le détenteur
sign-witness = Le témoin
sign-seen = Vu par
sign-read-by = Liste lue par
sign-destroyed-by = Détruit par

erase-title = Certificat d'effacement
erase-later-title = Certificat d'effacement : disque remis à jour
erase-rekeyed-title = Relevé d'un changement de clé
erase-done = { $count ->
    [one] Un dossier périmé est effacé
   *[other] { $count } dossiers périmés sont effacés
} de tous les disques
erase-done-line = Réécrits, relus, et aucune clé disponible ne les retrouve. Des personnes attestent que les anciennes clés sont détruites.
erase-not-closed = { $count ->
    [one] Un dossier périmé effacé
   *[other] { $count } dossiers périmés effacés
}, pas encore clos
erase-waits-for = Reste à faire sur : { $drives }. Branchez pour terminer, ou déclarez perdu ou détruit.
erase-keys-left = Des clés de cette époque existent encore : tant qu'elles ne sont pas changées et détruites, une copie plus ancienne d'un disque pourrait être ouverte avec elles.
erase-copies = { $count ->
    [one] Les fichiers de 1 de ces dossiers
   *[other] Les fichiers de { $count } de ces dossiers
} sont aussi, ou étaient, dans des dossiers d'un découpage plus ancien ou plus large, qui n'ont pas été effacés : restaurer une sauvegarde qui les contient ramène ces fichiers. Seul un disque effacé puis rempli de nouveau n'en a plus.
erase-copies-fact = Dossiers effacés dont d'autres dossiers, gardés, ont aussi les fichiers
erase-failed = ÉCHEC sur { $drives }
erase-failed-line = Des données oubliées peuvent encore y être lisibles. Branchez le disque et recommencez l'effacement ; s'il échoue de nouveau, détruisez le disque.
erase-drive-good = Fait sur { $drive }
erase-drive-good-line = Réécrit, relu, et aucune clé disponible ne retrouve ce qui est oublié.
erase-later-of = Ceci termine, sur un disque qui était absent, l'effacement de l'enregistrement { $number } (plan { $plan }).
erase-rekeyed-what = Un dossier conservé a reçu une nouvelle clé, parce qu'une partie de son contenu doit devenir illisible. Ce qu'il contient aujourd'hui a été scellé de nouveau ; ce qui s'y trouvait avant a été réécrit.
erase-plan = Plan
erase-plan-hash = SHA-256 du plan approuvé
erase-rule-set = Versions des règles
erase-register-day = Registre des patients, exporté le
erase-register-none = aucun registre n'a servi
erase-register-hash = SHA-256 du registre
erase-approved = Approuvé par
erase-approved-by-nobody = personne n'a été nommé. Qui signe plus bas en répond.
erase-approved-by-key = personne n'a été nommé ; ouvert avec : { $key }. Qui signe plus bas en répond.
erase-control = Contrôle
erase-control-dual = double : proposé et approuvé par deux personnes
erase-control-cooling = simple, avec un délai de réflexion entre le plan et l'exécution
erase-control-single = simple : une seule personne a décidé
erase-rules = Ce qui a été effacé, et selon quelle règle
erase-head-rule = Catégorie et règle
erase-head-reason = Ce qui a décidé
erase-head-records = Dossiers
erase-head-started = Dernier contact
erase-head-until = À garder jusqu'au
erase-total = Total
erase-no-names = Ce papier ne nomme aucun patient. Chaque dossier est noté au registre par une empreinte à clé ({ $count }), pour pouvoir répondre plus tard à « ce dossier en faisait-il partie ? » : refuge rapport --prouver DOSSIER
rule-line = { $name } : { $term } ; { $article } ({ $status })
rule-statutory = imposé par un texte
rule-recommended = recommandé
rule-policy = décision du cabinet
term-never = n'expire jamais
erase-reason = { $reason ->
    [term] durée de la règle
    [age] âge du patient
    [death] décès du patient
    [cap] durée maximale permise
    [same-patient] autre dossier du même patient
    [not-started] délai non commencé
    [never-expires] n'expire jamais
    [unknown] une donnée nécessaire est inconnue
   *[other] { $reason }
}
erase-excluded = Ce qui a été laissé de côté
nothing-due-title = Revue annuelle des dossiers périmés
nothing-due-good = Aucun dossier n'était à effacer.
nothing-due-no-list = Aucun dossier n'était à effacer, mais la liste des patients manquait, ou était trop vieille ou trop courte.
nothing-due-line = Chaque dossier a été jugé ce jour-là selon les règles. Rien n'a été planifié ni effacé.
nothing-due-kept = Encore à garder
erase-held = Gelés (réclamation, demande, enquête)
erase-unknown = Une donnée nécessaire est inconnue
erase-quarantined = Lignes du registre qui n'ont pas été crues
erase-machine = Ce que la machine a vérifié
erase-machine-note = Sur chaque disque : clés retirées, listes réécrites sans ces dossiers, leurs octets réécrits sur place (une marque, puis de l'aléatoire), tout relu. Mesuré à ce moment ; le niveau au jour d'impression découle des faits enregistrés depuis et ne les dépasse jamais.
erase-drive = Disque { $drive }
erase-drive-later = Disque { $drive }, fait le { $date } (enregistrement { $number })
erase-device = Le disque lui-même
erase-wiped = Réécrit et relu
erase-wiped-what = { $count } segments, { $size }
erase-errors = Erreurs
erase-errors-none = aucune
erase-errors-some = { $count ->
    [one] UN SEGMENT N'A
   *[other] { $count } SEGMENTS N'ONT
} PAS PU ÊTRE RÉÉCRIT
erase-test = Essai d'ouverture
erase-test-good = réussi : avec toutes les clés disponibles, rien d'oublié n'a été trouvé
erase-test-bad = ÉCHEC : quelque chose d'oublié pouvait encore être ouvert
erase-level-then = Niveau atteint à ce moment
erase-level-same = Niveau atteint, le même au { $date }
erase-level-now = Niveau au { $date }
erase-remaining = Reste à faire
erase-fingerprints = Pour comparer : empreintes et numéros
remaining-none = rien
remaining-again = effacer de nouveau, ou détruire le disque
remaining-end-of-life = destruction physique en fin de vie, recommandée
remaining-attest = détruire les anciennes fiches et clés, et l'attester
remaining-rotate = changer les serrures (refuge cles changer), puis détruire les anciennes clés
erase-waiting = Disques pas encore traités
erase-waiting-none = Aucun : il est rendu compte de tous les disques connus à ce moment.
erase-waiting-drive = Disque
erase-waiting-seen = Vu pour la dernière fois
erase-waiting-level = Niveau
erase-waiting-deadline = Échéance
erase-waiting-note = Les dossiers sont encore sur ces disques. Une restauration les laisse de côté. Après l'échéance, un disque doit être déclaré perdu ou détruit.
erase-people = Ce que des personnes attestent
erase-people-note = Toute clé jusqu'à la serrure n° { $epoch } pouvait ouvrir ce qui a été effacé. Une machine ne voit pas qu'une fiche a été brûlée : cette partie repose sur la parole des personnes nommées.
erase-key-name = Clé
erase-key-epoch = Serrure n°
erase-key-state = État
erase-key-destroyed = détruite le { $date } par { $by } : { $method }
erase-key-said-destroyed = notée comme détruite
erase-key-to-destroy = REMPLACÉE, RESTE À DÉTRUIRE
erase-key-active = EN SERVICE : les serrures n'ont pas été changées depuis
erase-conditions = Conditions de l'effacement cryptographique
condition-encrypted = Toutes les données ont été chiffrées avant d'être écrites. (vérifié par construction)
condition-strength = Les clés sont aléatoires, d'au moins 128 bits ; aucune phrase mémorisée n'a jamais scellé un trousseau sur un disque. (vérifié par construction)
condition-new-keyring = Le trousseau en vigueur ne contient aucune clé des dossiers effacés. (vérifié plus haut, par disque)
condition-keys-met = Toutes les clés de cette époque sont détruites. (attesté, voir ci-dessus)
condition-keys-open = Toutes les clés de cette époque sont détruites. (PAS ENCORE : voir ci-dessus)
condition-copies = Aucune photographie, numérisation, impression ou copie de ces clés n'a été gardée. (attesté en signant)
condition-clear = Aucune copie en clair n'a été mise sur ces disques, ni restaurée ailleurs puis oubliée. (attesté en signant)
erase-limits = L'effacement cryptographique repose sur les mathématiques d'aujourd'hui. Les clés qui scellaient les dossiers sont de type X25519, qu'un futur ordinateur quantique pourrait casser pour qui aurait gardé une copie d'un disque. Un disque doit donc être détruit physiquement en fin de vie. Réécrire des fichiers ne prouve rien sur les cellules de réserve d'une mémoire flash.

pv-title = Procès-verbal de destruction
pv-destroyed = { $drive } est détruit physiquement
pv-declared = D'après la déclaration des personnes nommées ci-dessous.
pv-unproven = { $drive } : déclaré détruit, sans preuve
pv-unproven-line = Sans témoin ni certificat d'un prestataire, ceci ne vaut que déclaration.
pv-day = Date
pv-method = Méthode
pv-by = Par
pv-witness = Témoin
pv-certificate = SHA-256 du certificat du prestataire
pv-certificate-none = aucun fourni
pv-level = Niveau
pv-statement = Nous déclarons que le support décrit ci-dessus a été détruit à la date et par la méthode indiquées, de sorte que son contenu ne peut plus être lu.
pv-note = À signer sur papier par les deux personnes. Joindre le certificat du prestataire, ou une photographie des débris avec le numéro de série. Les débris vont aux déchets électroniques.

wipe-title = Relevé de réécriture d'un disque
wipe-good = { $drive } a été réécrit et relu
wipe-bad = ÉCHEC : { $drive } n'a pas été réécrit en entier
wipe-bad-line = { $size } n'ont pas pu être écrits ou relus. Ce qui s'y trouve peut encore être lisible : détruisez le disque.
wipe-scope = Étendue
wipe-scope-device = l'appareil entier
wipe-scope-files = les fichiers et l'espace libre
wipe-passes = Passes complètes
wipe-verified = Écrit et relu à l'identique
wipe-failed = Non écrit, ou non relu
wipe-note = La réécriture convient aux disques qui restent dans les mêmes mains. Elle peut manquer des secteurs remplacés et des cellules de réserve ; avant qu'un disque quitte le cabinet, détruisez-le.
lost-title = { $drive } est déclaré perdu
lost-keys = Changez les serrures, puis détruisez toutes les anciennes fiches et clés : dès lors, personne ne peut ouvrir ce qu'il contient.
lost-breach = Notez l'incident au registre des violations ; il faut évaluer si l'autorité doit être prévenue sous 72 heures (RGPD, art. 33).

backup-paper-title = Compte rendu de sauvegarde
backup-paper-good = Sauvegarde sur { $drive } complète et relue
backup-paper-problems = { $count ->
    [one] Un fichier n'a
   *[other] { $count } fichiers n'ont
} pas pu être sauvegardé
backup-paper-unread = Sauvegarde sur { $drive } enregistrée, pas relue
restore-paper-title = Compte rendu de restauration
restore-paper-good = { $count ->
    [one] Un fichier restauré
   *[other] { $count } fichiers restaurés
}
restore-paper-problems = { $count ->
    [one] Un fichier n'a
   *[other] { $count } fichiers n'ont
} pas pu revenir entièrement
restore-paper-files = Fichiers restaurés
restore-paper-forgotten = Laissés de côté, leur dossier étant effacé
check-title = Compte rendu de contrôle
check-good = { $drive } est bon
check-bad = { $drive } est ABÎMÉ
check-bad-line = { $count ->
    [one] Un défaut reste.
   *[other] { $count } défauts restent.
} Réparez-le, sauvegardez sur un autre disque, puis remplacez-le.
check-mode = Sorte de contrôle
check-quick = rapide : tout est là et entier, sans clé
check-drill = exercice mensuel : tout est là, une partie lue, un échantillon restauré
check-full = complet : chaque octet lu et ouvert
check-objects = Objets regardés
check-read = Lu sur le disque
check-compared = Fichiers restaurés et comparés
check-compared-live = Dont comparés avec le fichier de l'ordinateur
check-findings = Défauts restants
check-repaired = Défauts réparés
check-next = Prochain contrôle

rotated-title = Relevé d'un changement de serrures
rotated-what = La serrure n° { $epoch } est en vigueur
rotated-before = Amenez d'abord ces disques à la nouvelle serrure : { $drives }. Alors seulement, détruisez les anciennes clés.
rotated-epoch = Serrure n°
rotated-reason = Raison
rotated-reason-what = { $reason ->
    [left] quelqu'un est parti
    [sheet] une fiche a été perdue ou vue
    [drive] un disque a été perdu
    [yearly] chaque année
   *[other] autre
}
rotated-done = Disques à la nouvelle serrure
rotated-waiting = Disques encore à l'ancienne serrure
rotated-destroy = À détruire maintenant
rotated-tick = Détruite
rotated-how = Brûlez le papier ou passez-le au destructeur à coupe croisée, devant un témoin ; brisez clés USB et clés matérielles. Cochez chaque ligne, signez, puis déclarez-le : refuge cles attester
key-kind-head = Sorte
key-kind = { $kind ->
    [sheet] fiche de secours
    [file] fichier de clé
    [plugin] clé matérielle
   *[other] { $kind }
}
attested-title = Déclaration de destruction d'une clé
attested-what = « { $key } » est déclarée détruite
attested-none-left = Il ne reste aucune ancienne clé à détruire.
attested-left = Reste à détruire : { $count }.
attested-tag = Marque de la clé sur les disques
attested-statement = Je déclare que cette clé a été détruite comme indiqué, et qu'aucune copie, photographie, numérisation ou impression n'en a été gardée.
attested-note = Aucune machine ne peut le vérifier. Les certificats d'effacement s'appuient dessus et le disent attesté.

refused-what = Une sauvegarde a été arrêtée : trop de changements d'un coup
refused-line = Rien n'a été enregistré ; les sauvegardes précédentes sont intactes.
refused-changed = Fichiers modifiés, disparus ou renommés
refused-ending = Nouvelle terminaison que beaucoup partagent
refused-drive = Disque qui devait la recevoir
refused-share = { $changed } sur { $files }
refused-since = Dernière sauvegarde avant
refused-usual = D'habitude, entre deux sauvegardes
refused-spoiled = Fichiers lisibles devenus illisibles
refused-notes = Demandes de rançon trouvées
incident-opened = Ouvert
incident-at = { $time } (enregistrement { $label })
incident-closed = Clos
incident-what = Ce qui a changé
incident-seen-what = Ce qui a été vu
incident-seen-where = Sur quel ordinateur, par qui
incident-seen-since = Depuis quand
incident-seen-files = Combien de fichiers, sur combien
incident-last-good = Dernières bonnes sauvegardes, et où elles sont
incident-no-good = Aucune sauvegarde complète et relue n'est au registre avant cela.
incident-head-backup = Complète et relue le
incident-head-check = Dernier bon contrôle
incident-head-where = Où est ce disque (à écrire)
incident-calls = Qui a été appelé, et quand
incident-technician = Votre technicien
incident-insurer = Votre assureur
incident-officer = Votre délégué à la protection des données
incident-head-who = Qui
incident-head-reach = Où
incident-head-when = Jour et heure
incident-head-with = Qui a répondu, n° de dossier
incident-report = Prévenir l'autorité
incident-report-until = Si des données de patients ont pu être vues, prises, perdues ou rendues inaccessibles, l'autorité de protection des données est à prévenir dans les 72 heures après que le cabinet l'a su (RGPD, art. 33) : au plus tard le { $until }, compté depuis l'ouverture de cet incident ; plus tôt si le cabinet le savait avant. Ce qui n'est pas encore connu peut suivre.
incident-report-soon = Si des données de patients ont pu être vues, prises, perdues ou rendues inaccessibles, demandez à votre délégué à la protection des données quand l'autorité est à prévenir : au plus vite, si le risque est élevé.
incident-asked-what = ce qui s'est passé, quand, et quand le cabinet l'a su
incident-asked-how-many = combien de patients et de dossiers, environ, et quelles données
incident-asked-consequences = ce que cela peut entraîner pour eux
incident-asked-measures = ce qui a été fait, et ce qui le sera
incident-asked-patients = si les patients sont à prévenir eux aussi (risque élevé), et par qui
thinned-removed = Sauvegardes retirées
thinned-kept = Sauvegardes gardées
thinned-freed = Place libérée
thinned-rule = Alléger n'oublie personne : la dernière sauvegarde reste entière, et le dernier état de chaque dossier reste sur le disque. Les dossiers dont la durée légale est passée ne s'effacent que par un plan d'effacement.
refused-signs = Signes vus
paper-incident-note = Note
incident-refused = Après la sauvegarde arrêtée de l'enregistrement
paper-incident-phone = Téléphone du cabinet
paper-incident-frozen = Tant que l'incident est ouvert, rien n'est effacé, remplacé ni changé de serrure, et aucun disque n'est allégé. Les preuves restent dans ce registre.

register-title = Registre de { $year }
register-lead = Tout ce qui a été fait avec les sauvegardes, dans l'ordre
register-whole = Le registre est entier : { $count ->
    [one] un enregistrement, intact
   *[other] { $count } enregistrements, aucun altéré, aucun manquant
}
register-whole-line = Chaque enregistrement porte l'empreinte du précédent ; tous ont été vérifiés à l'impression.
register-leaps = La date de certains enregistrements ne peut pas être juste, car l'horloge de l'ordinateur était fausse alors ou avant ({ $entries }). Leur ordre et leur contenu sont certains.
register-unsaved = Tout n'est pas dans les dernières sauvegardes
register-lacking = La dernière sauvegarde sur { $drive } n'a pas pu prendre : { $files } { $files ->
    [one] fichier
   *[other] fichiers
}, { $folders } { $folders ->
    [one] dossier
   *[other] dossiers
}.
register-unsaved-line = Fichiers non sauvegardés tels qu'ils sont : { $files }. Dossiers absents : { $folders }. Liens dont le but n'est dans aucune sauvegarde : { $links }. Depuis : { $since }.
register-backups = Sauvegardes
register-checks-good = Contrôles réussis
register-checks-bad = Contrôles qui ont trouvé un défaut
register-restores = Restaurations
register-forgotten = Dossiers effacés
register-chart-months = Sauvegardes et contrôles, par mois
register-series-backups = sauvegardes
register-series-checks = contrôles
register-chart-fill = Remplissage des disques
register-fill = { $part } sur { $whole }
register-fill-ours = { $part } de sauvegardes sur { $whole } (absent)
outlook-title = Dossiers à effacer par année, si rien ne change (jugé le { $day })
outlook-due = échus
outlook-later = après
register-series-due = dossiers
register-entries = Enregistrements
register-empty = Rien n'a été fait cette année-là.
register-head-number = N°
register-head-date = Date
register-head-what = Quoi
register-head-details = Détails
register-head-hash = Empreinte
register-print = Ce papier imprime les enregistrements de { $year }.
register-first = Premier : { $number }, SHA-256 { $hash }
register-last = Dernier : { $number }, SHA-256 { $hash }
deed = { $what ->
    [set-up] Cabinet installé
    [drive-added] Disque ajouté
    [drive-renamed] Disque renommé
    [drive-lost] Disque perdu
    [drive-found] Disque retrouvé
    [drive-wiped] Disque réécrit
    [drive-destroyed] Disque détruit
    [backed-up] Sauvegarde
    [checked] Contrôle
    [restored] Restauration
    [register-imported] Registre des patients lu
    [hold-added] Dossier gelé
    [hold-removed] Gel levé
    [plan-made] Plan d'effacement
    [nothing-due] Rien d'échu
    [purged] Effacement
    [purged-later] Effacement terminé sur un disque
    [thinned] Anciennes sauvegardes allégées
    [rekeyed] Nouvelle clé pour un dossier
    [key-added] Clé ajoutée
    [key-removed] Clé retirée
    [rotated] Serrures changées
    [drive-rekeyed] Disque à la nouvelle serrure
    [attested] Clé déclarée détruite
    [rehearsed] Fiche de secours essayée
    [incident-started] Incident ouvert
    [incident-ended] Incident clos
    [backup-refused] Sauvegarde arrêtée
    [setting-changed] Réglage changé
    [date-confirmed] Date du jour confirmée
    [register-parted] Deux versions du registre
   *[other] { $what }
}
detail-backups = { $count } sauvegardes, complètes et relues
detail-backup = { $drive } : { $files ->
    [one] { $files } fichier
   *[other] { $files } fichiers
}, { $size } de nouveau
detail-check-good = { $drive } bon : { $size } lus, { $files ->
    [one] { $files } fichier comparé
   *[other] { $files } fichiers comparés
}
detail-check-bad = { $drive } ABÎMÉ : { $count }
detail-restore = { $drive } : { $files ->
    [one] { $files } fichier
   *[other] { $files } fichiers
}
detail-purge = { $plan } : { $count ->
    [one] { $count } dossier
   *[other] { $count } dossiers
}
detail-wiped = { $drive } : { $level }
detail-plan = { $plan } : { $due } à effacer, { $kept } à garder
detail-parted = à partir de l'enregistrement n° { $entry } ; l'autre commence par { $hash }
detail-nothing-due = rien d'échu ; { $kept } à garder, { $unknown } sans date certaine
detail-thin = { $drive } : { $count ->
    [one] { $count } sauvegarde
   *[other] { $count } sauvegardes
}, { $size } libérés
detail-register = { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
}, { $matched ->
    [one] { $matched } reconnue
   *[other] { $matched } reconnues
}
detail-attested = { $key }, par { $by }
detail-refused = { $changed } fichiers changés sur { $files }

plan-title = Plan d'effacement { $plan }
plan-lead = Tel que jugé le { $date }. Ce papier n'efface rien.
plan-rules = Règles : { $rules }
plan-names-note = Cette liste nomme des patients. Gardez-la sous clé ; détruisez-la une fois l'effacement fait.
plan-unnamed = (pas sur ce disque)
plan-head-standing = Verdict
plan-head-class = Catégorie
plan-head-record = Dossier
plan-paper-group = { $class } : { $reason } ({ $count })
plan-head-born = Né(e) le
plan-head-contact = Dernier contact
plan-head-from = Source
plan-head-until = À garder jusqu'au
plan-head-seen = Lu
paper-standing-due = à effacer
paper-standing-held = gelé
paper-standing-unknown = inconnu, gardé
paper-standing-kept = gardé

prove-yes = Oui : l'empreinte à clé de « { $record } » est au registre des effacements.
prove-no = Aucun effacement du registre ne porte l'empreinte à clé de « { $record } ».
prove-no-line = Le nom doit être écrit exactement comme l'était le dossier, et son dossier source être encore configuré.
prove-entry = Enregistrement { $number }, { $date }
prove-how = L'empreinte est calculée à partir du secret du cabinet, de la source et du nom ; sans le secret, elle ne dit rien.

label-title = Étiquette de { $drive }
label-number = Disque { $number } sur { $count }
label-encrypted = Chiffré. Inutilisable sans sa clé.
label-return = Si vous le trouvez, merci de le rendre à :
label-phone = Téléphone : ______________________
label-small = Pour une clé USB, ou la tranche d'un disque :
label-phone-is = Téléphone : { $phone }
label-how = À découper et coller sur le disque ou sa boîte. Rien n'y dit ce que le disque contient.

## Clés

keys-old-file-ask = Ancien fichier de clé (Entrée : taper les mots de l'ancienne fiche) :

keys-still-open = (Déjà ouvert : la phrase secrète sera redemandée après dix minutes sans rien faire, ou quand vous aurez fini ici.)
keys-which-file = La clé de qui ? (numéro)
keys-add-whose = Maintenant la phrase secrète de « { $name } », qui sera la sienne et non la vôtre : cédez le clavier.
keys-passphrase-or-sheet = Phrase secrète (f : seulement la fiche ; Entrée : arrêter) :
keys-name-ask = À qui est cette clé (nom de la personne) ?
keys-file-ask = Où mettre le fichier de clé (au mieux, une petite clé USB réservée) :
keys-sheet-number = fiche de secours n° { $number }
keys-key-number = { $name } n° { $number }
keys-head-name = CLÉ
keys-head-kind = NATURE
keys-head-number = SERRURE
keys-head-state = ÉTAT
keys-head-opens = OUVRE
keys-kind-file = fichier
keys-kind-plugin = clé matérielle
keys-kind-sheet = fiche
keys-sheet-at = La fiche n° { $number } est gardée ici : { $places }
keys-kind-sheet-at = fiche ({ $places })
keys-state-active = en service
keys-state-still-opens = retirée, ouvre encore
keys-state-needed = à garder encore
keys-state-to-destroy = à détruire
keys-state-destroyed = détruite
keys-opens-all = tout
keys-opens-common = la partie commune
keys-opens-old = d'anciennes copies
keys-opens-nothing-yet = rien encore
keys-waiting = { $drives } : encore l'ancienne serrure. Une fois branché : refuge cles changer --terminer
    .window = { $drives } : encore l'ancienne serrure. Branchez-le et sauvegardez dessus.
keys-attest-now = Les clés « à détruire » n'ouvrent plus rien de neuf : détruisez-les, puis notez-le : refuge cles attester
    .window = Des clés sont à détruire : détruisez-les, puis notez-le ici.
keys-added-all = { $name } ouvre désormais toutes les sauvegardes.
keys-added-some = { $name } ouvre désormais une partie des sauvegardes.
keys-added-later = { $name } a une clé. Elle n'ouvre rien tant qu'aucun dossier ne la nomme : refuge dossiers ajouter … --lecteurs
keys-file-is = Le fichier de clé est { $path }. Remettez-le à son seul titulaire, et la phrase secrète par un autre chemin.
keys-added-waiting = { $drives } : la clé l'ouvrira quand il aura été branché pour une sauvegarde.
keys-removed = { $key } ne reçoit plus rien du trousseau.
keys-removed-limits = Limites, dites franchement : tant que les serrures ne sont pas changées, { $key } ouvre encore toute sauvegarde déjà faite, sur chaque disque, et les suivantes pour les dossiers déjà connus. Les copies déjà faites lui restent ouvertes.
keys-remove-ask = Retirer { $key } ?
keys-removed-next = Pour lui fermer les disques : refuge cles changer. Une fois détruite : refuge cles attester
    .window = Tant que les serrures ne sont pas changées, elle ouvre encore. Une fois détruite, notez-le ici.
keys-passphrase-changed = La phrase secrète de { $path } est changée. L'ancienne n'ouvre plus rien, sauf les copies de l'ancien fichier.
keys-passphrase-new = Un nouveau fichier de clé, avec la nouvelle phrase, est prêt : { $path }
keys-passphrase-old = L'ancien fichier de clé est à détruire : supprimez-le partout où il se trouve, puis refuge cles attester
    .window = L'ancien fichier de clé est à détruire : supprimez-le partout où il se trouve, puis notez-le ici.
keys-reason-ask = Pourquoi ? (numéro)
keys-reason-left = départ d'une personne
keys-reason-sheet = fiche perdue ou vue
keys-reason-drive = disque perdu ou volé
keys-reason-yearly = une fois l'an
keys-reason-other = autre raison
keys-rotate-limits = Une fois ceci terminé, les nouvelles sauvegardes ont une nouvelle serrure. Limites, dites franchement :
      - une copie déjà faite d'un ancien disque s'ouvre encore avec l'ancienne fiche ;
      - les disques absents gardent l'ancienne serrure jusqu'à leur branchement (ou leur destruction) ;
      - des secrets copiés d'un ancien trousseau lisent encore ce qui sera sauvegardé des mêmes dossiers.
keys-rotated = La serrure n° { $number } est en service.
keys-new-file = Votre nouveau fichier de clé : { $path }
keys-drives-done = { $drives } : ouvert avec la nouvelle clé et vérifié ; l'ancienne serrure est ôtée.
ledger-copy-later = { $why } { $drive } recevra sa copie du registre à sa prochaine visite.
keys-drive-failed = { $drive } garde l'ancienne serrure : { $why }
keys-renew = À qui il faut encore une nouvelle clé, l'ancienne serrure étant changée : { $names }. Faites-la avec refuge cles ajouter
keys-renew-ask = Faire maintenant une nouvelle clé pour { $name } (cette personne choisit sa phrase secrète) ?
keys-renew-token = { $name } est une clé matérielle : faites-y une nouvelle identité, puis refuge cles ajouter --nom "{ $name }" --cle-publique age1…
keys-destroy-now = À détruire maintenant : { $keys }. Puis notez-le pour chacune : refuge cles attester
keys-destroy-later = À ne pas détruire encore : { $keys }. D'abord, chaque disque doit avoir la nouvelle serrure.
keys-attest-by = Qui l'a détruite ?
keys-attest-delete = Son fichier est encore ici : { $path }. Les copies faites ailleurs restent à supprimer. Supprimer celui-ci maintenant ?
keys-attest-which = Laquelle a été détruite ? (numéro)
keys-attest-method = Comment ? (numéro, ou avec vos mots)
keys-attest-how = Avec vos mots :
keys-way-shredded = destructeur à coupe croisée
keys-way-burnt = brûlée
keys-way-deleted = fichier supprimé, aussi de la corbeille et des copies
keys-way-crushed = clé USB ou clé matérielle écrasée
keys-way-reset = clé matérielle réinitialisée
keys-way-other = autrement
keys-attested = Noté : { $key }, destruction attestée par { $by } (n° { $entry }). Le programme n'en a rien vu.
keys-attested-before = La destruction de { $key } est déjà notée. Rien n'a été ajouté.
keys-attested-all = Plus aucune ancienne clé à détruire.
keys-attested-left = { $count } { $count ->
    [one] ancienne clé reste
   *[other] anciennes clés restent
} à détruire.
sheet-ready = Prenez un stylo. Personne derrière vous, pas d'appareil photo : rien ne restera à l'écran.
sheet-places-later = Pour noter où ils sont : refuge cles fiche --lieu "cabinet" --lieu "ailleurs"
sheet-begin = On commence ?
sheet-page = Les { $all } mots, en colonnes de six comme sur le formulaire
sheet-qr-ask = Montrer aussi la clé sous forme de code, à recopier par une machine ?
sheet-qr-warning = Qui photographie ce code possède la fiche. La plupart des gens n'ont pas besoin de code.
sheet-qr-none = Le code n'a pas pu être fait.
sheet-qr-done = C'est fait ?
sheet-qr-file = La clé de la fiche n° { $number }, sous forme de code : { $path }
sheet-qr-file-warning = Ce fichier EST la clé. Imprimez-le, collez-le sur la fiche, puis effacez le fichier. Ne l'envoyez à personne.
sheet-ask = Tapez les mots de la fiche de secours n° { $number }, six par ligne. Quatre lettres de chacun suffisent, sans accents.
sheet-ask-any = Tapez les mots de la fiche de secours, six par ligne. Quatre lettres de chacun suffisent, sans accents.
sheet-lost = (Pas de fiche ? Un fichier de clé et sa phrase secrète les ouvrent aussi : Ctrl-C, puis la même commande avec --cle FICHIER. Sans l'un ni l'autre, personne ne peut ouvrir ces sauvegardes, nous non plus.)
sheet-unknown = Le mot { $number } n'est dans aucune liste. Relisez-le.
sheet-ask-again = Réessayer ?
sheet-ask-line = Quelle ligne retaper (1 à { $lines }, Entrée : toutes, n : aucune) ?
sheet-places = Une fiche vaut ce que vaut sa cachette. Où seront gardés les exemplaires ? (C'est noté, sans les mots.)
sheet-place-first = cabinet, sous clé
sheet-place-second = ailleurs
sheet-place-ask = Exemplaire { $copy } :
sheet-form-title = Fiche de secours
sheet-form-number = fiche n° { $number }
sheet-form-lead = Faite le { $date }. Ouvre toutes les sauvegardes de { $practice }. Elle est aussi secrète que les sauvegardes.
sheet-form-words = Recopiez ici à la main les 24 mots, dans l'ordre, comme l'écran les montre. Écrivez lisiblement ; les accents sont facultatifs.
sheet-form-key = Seulement si vous l'avez demandée à l'écran, la même clé en texte (AGE-SECRET-KEY-1…) :
sheet-form-facts = Cabinet
sheet-form-id = Cabinet n°
sheet-form-sheet = Fiche n°
sheet-form-copy = Ceci est l'exemplaire
sheet-form-copy-blank = ..... sur .....
sheet-form-other = L'autre exemplaire est gardé à
sheet-form-use = Pour récupérer des fichiers
sheet-form-step-1 = Prenez un ordinateur avec le programme refuge, branchez un disque de sauvegarde.
sheet-form-step-2 = L'ordinateur connaît le cabinet : tapez refuge restaurer. Quand il demande la phrase secrète, tapez f puis Entrée.
sheet-form-step-3 = Un nouvel ordinateur : branchez le disque, tapez refuge puis Entrée, et répondez.
sheet-form-step-4 = Tapez les mots ; les 4 premières lettres suffisent. Un mot faux est redemandé aussitôt.
sheet-form-step-5 = Ensuite, faites une nouvelle phrase secrète : refuge cles phrase. Remettez la fiche en lieu sûr.
sheet-form-without = Sans le programme
sheet-form-without-1 = Le disque porte LISEZ-MOI.html et rescue.py. Avec python3, age et zstd, rescue.py --words demande ces mots et restaure tout.
sheet-form-without-check = Vérifiez d'abord que le script est le nôtre : le SHA-256 de rescue.py commence par { $hash }. Windows : certutil -hashfile rescue.py SHA256. macOS : shasum -a 256 rescue.py. Linux : sha256sum rescue.py. S'il diffère ou dans le doute, ne tapez les mots que sur un ordinateur sans réseau.
sheet-form-without-2 = Même sans ce script : les mots sont une phrase BIP-39 (liste française ou anglaise). Ses 32 octets, écrits en Bech32 avec le préfixe AGE-SECRET-KEY- et en capitales, sont une clé du programme age.
sheet-form-destroy = Détruisez cette fiche quand la fiche n° { $next } est écrite, retapée, et que chaque disque a la nouvelle serrure.
sheet-form-destroy-how = Destructeur à coupe croisée ou feu, tous les exemplaires. Puis notez-le : refuge cles attester "fiche { $number }"
sheet-form-lost = SANS la phrase secrète ET sans la fiche, personne ne peut ouvrir les sauvegardes. Nous non plus.
sheet-form-never = Une fois remplie, cette fiche ne se photographie pas, ne se numérise pas, ne s'envoie pas.
sheet-form-file = fiche-{ $number }.html
sheet-form-is = Le formulaire de la fiche de secours n° { $number } : { $path }
sheet-form-no-secret = Imprimez-le autant que vous voulez : il ne porte aucun secret. Les mots s'écrivent à la main.
sheet-rehearsed = La fiche de secours n° { $number } se lit et ouvre les sauvegardes.
sheet-three-numbers = { $first }, { $second } et { $third }
sheet-three-ask = Prenez la fiche de secours n° { $number }. Tapez ses mots { $words } ; quatre lettres suffisent, sans accents.
sheet-three-wrong = Ce ne sont pas les mots { $words } de la fiche n° { $number }. Est-ce bien cette fiche ?
sheet-three-right = La fiche de secours n° { $number } est à portée de main, et ses mots { $words } se lisent. Pour la relire en entier : refuge cles essayer --tout
    .window = La fiche de secours n° { $number } est à portée de main, et ses mots { $words } se lisent.

## Registre des patients et dossiers gelés

register-read = { $rows ->
    [one] { $rows } ligne lue,
   *[other] { $rows } lignes lues,
} dont { $matched } rapprochées d'un dossier de patient dans les sauvegardes.
register-quarantined = { $rows ->
    [one] 1 ligne n'est pas crédible ; son dossier est gardé :
   *[other] { $rows } lignes ne sont pas crédibles ; leurs dossiers sont gardés :
}
register-line = {"  "}{ $list ->
    [visits] visites, ligne
   *[patients] ligne
} { $line } : { $why }
register-cell = (colonne « { $column } », une valeur comme { $shape })
register-more = {"  "}et { $rows } autres (toutes : --json).
register-understood = Comment la liste des { $list ->
    [visits] visites
   *[patients] patients
} a été comprise : { $rows } lignes, { $encoding }, séparateur { $separator }, dates { $order }.
register-order-day-month = jour d'abord
register-order-month-day = mois d'abord
register-order-mixed = sans ordre clair
field-word = { $field ->
    [id] numéro
    [birth] naissance
    [death] décès
    [deceased] décédé
    [death_source] source-décès
    [last_contact] dernier-contact
    [folder] dossier
    [class] catégorie
    [hold] gel
    [merged_into] fusionné-dans
   *[other] { $field }
}
register-none-matched = Aucun dossier ne porte un numéro de cette liste : rien n'en sera effaçable. Donnez aux dossiers le numéro du patient, ou à la liste une colonne « dossier » avec le nom du dossier. Le numéro n'est qu'une partie du nom ? refuge reglages changer noms-des-dossiers contient
register-head-field = CHAMP
register-head-column = COLONNE
register-head-read = VALEURS
register-head-empty = VIDES
register-head-refused = REFUSÉES
register-head-range = DE – À
register-unused = Colonnes non utilisées : { $columns }.
register-no-birth = Pas de date de naissance dans cette liste : quand la catégorie dépend d'un âge, aucun dossier ne sera jamais à effacer.
register-no-contact = Aucune valeur pour le dernier contact dans cette liste : elle ne rend aucun dossier effaçable.
register-coarse-year = { $patients } patients ont { field-word } le { $day } de diverses années : seule l'année est crue, et la date compte comme le 31 décembre.
register-coarse-month = { $patients } patients ont { field-word } le { $day } de divers mois : seul le mois est cru, et la date compte comme son dernier jour.
register-filler = Trop de patients ont en commun { field-word } = { $day } : cette date n'est pas crue (case vide ou reprise de données, voir docs/retention.md).
register-visits-of-nobody = { $numbers ->
    [one] 1 numéro de la liste des visites n'est sur aucune ligne de patient.
   *[other] { $numbers } numéros de la liste des visites ne sont sur aucune ligne de patient.
}
register-loose = { $files ->
    [one] 1 fichier est hors dossier dans { $folder } : il n'est à aucun patient et ne sera jamais à effacer.
   *[other] { $files } fichiers sont hors dossier dans { $folder } : ils ne sont à aucun patient et ne seront jamais à effacer.
} Pour qu'un délai s'applique : à ranger dans les dossiers des patients, ou dans un dossier à part, ajouté avec --decoupe par-année.
register-ask-unused = La colonne « { $column } » n'est pas utilisée. Qu'est-ce que c'est ?
register-ask-use = c'est le champ { field-word }
register-ask-leave = la laisser de côté
register-ask-stop = arrêter : rien n'est lu
register-ask-none = aucune d'elles : rien n'est lu
register-ask-which = Quelle colonne est le champ { field-word } ?
register-remembered = Indiqué auparavant : { field-word } = { $column }
register-ask-keep = Cette liste a d'autres titres. Ces colonnes valent-elles encore ?
register-unmatched-rows = { $rows ->
    [one] 1 ligne n'a pas de dossier dans les sauvegardes.
   *[other] { $rows } lignes n'ont pas de dossier dans les sauvegardes.
}
register-written-otherwise = { $rows ->
    [one] Le numéro de l'un d'eux est celui d'un dossier, écrit autrement
   *[other] Les numéros de { $rows } d'entre eux sont ceux de dossiers, écrits autrement
} (815 pour 0815, 4 711 pour 4711) : un tableur les a peut-être changés. Exportez de nouveau et lisez ce fichier tel quel, ou indiquez la colonne qui contient les noms des dossiers : --colonne dossier=COLONNE
register-number-among-words = { $folders ->
    [one] 1 dossier porte le numéro d'un patient parmi d'autres mots (« DUPONT Marie 4711 ») ; seul le nom entier compte aujourd'hui.
   *[other] { $folders } dossiers portent le numéro d'un patient parmi d'autres mots (« DUPONT Marie 4711 ») ; seul le nom entier compte aujourd'hui.
}
register-among-words-how = Si ces numéros sont bien ceux des patients : refuge reglages changer noms-des-dossiers contient, puis importez de nouveau la liste.
register-ask-among-words = Ces numéros sont-ils bien ceux des patients ?
register-unmatched-records = { $records ->
    [one] 1 dossier n'est sur aucune ligne : il est gardé (le voir avec --noms).
   *[other] { $records } dossiers ne sont sur aucune ligne : ils sont gardés (les voir avec --noms).
}
register-returned = { $records ->
    [one] 1 patient est revenu après l'effacement : la prochaine sauvegarde prend son dossier comme un nouveau dossier.
   *[other] { $records } patients sont revenus après l'effacement : la prochaine sauvegarde prend leurs dossiers comme de nouveaux dossiers.
}
register-stale = La liste des patients a plus de 30 jours, ou est datée du futur : aucun dossier de patient n'est à effacer. Exportez-la de nouveau.
register-shrunk = La liste des patients a perdu plus de 5 % de ses lignes : aucun dossier de patient n'est à effacer. Exportez-la en entier ; s'il y a vraiment moins de patients, ajoutez --moins-de-patients.
register-not-kept = Le fichier { $file } n'a pas été gardé ; supprimez-le ou rangez-le en lieu sûr.
row-wrong-cell-count = plus de cases que l'en-tête
row-shifted = ses cases ne ressemblent pas à celles des autres lignes : elles sont peut-être décalées d'une colonne
row-broken-line = une fin de ligne dans un de ses textes la coupe
row-undated = une visite sans son jour
row-stray-quote = un guillemet qui ne se ferme pas à la fin d'une case passe par-dessus
row-no-id = pas de numéro de patient
row-bad-key = un numéro ou un nom de dossier impossible
row-not-a-date = une date qui n'en est pas une
row-two-digit-year = une année à deux chiffres
row-ambiguous-date = jour et mois impossibles à distinguer
row-in-future = une date dans le futur
row-too-long-ago = une date trop ancienne pour être vraie (contact : 80 ans, naissance ou décès : 120)
row-birth-after-contact = naissance après le dernier contact
row-death-before-birth = décès avant la naissance
row-contact-after-death = vu plus d'un an après le décès
row-too-old = un âge impossible
row-rows-disagree = les lignes du même numéro se contredisent
row-unknown-class = une catégorie qui n'existe pas
row-sibling-quarantined = une autre ligne, peut-être du même patient, n'est pas crédible
row-merged-in-doubt = fusionné avec un patient douteux ou absent de la liste
row-numbers-alike = deux numéros qui ne diffèrent que par des zéros devant
hold-added = Gelé : { $reason }. Ce dossier ne sera pas effacé tant que cela dure.
hold-added-several = { $count } dossiers portent ce nom : tous sont gelés. Lever le gel de l'un : refuge geler lever ID (les ID : refuge geler)
hold-removed = { $count ->
    [one] Le gel est levé.
   *[other] { $count } gels sont levés.
} Les jours qu'il a duré comptent encore là où le droit le veut.
hold-none = Aucun dossier n'est gelé.
hold-names-hint = Les noms des dossiers : refuge purger --simuler --noms
hold-review = à revoir le { $day }
hold-reason-ask = Pourquoi ? (numéro)
hold-which = De quel dossier s'agit-il ? (numéro)
hold-none-of-these = aucun de ceux-ci
hold-many = { $count } dossiers ont cela dans leur nom : tapez-en davantage.
hold-whole-name = { $count } { $count ->
    [one] dossier porte
   *[other] dossiers portent
} ce mot dans leur nom : donnez le nom entier.
hold-by-ask = Qui le demande ?
hold-reason-liability-claim = mise en cause de la responsabilité médicale
hold-reason-requisition = réquisition judiciaire
hold-reason-restriction = limitation du traitement demandée
hold-reason-inquiry = contrôle de la CNIL
hold-reason-insurer = consigne de l'assureur
hold-reason-access-request = demande d'accès en cours
hold-reason-other = autre

## Effacer les dossiers périmés

purge-plan = Plan { $plan }, établi { $day }. Rien n'a été effacé.
purge-forecast = Prévision pour { $day }. Rien n'a été planifié ni effacé.
purge-nothing-due = Aucun dossier n'est à effacer. Rien n'a été planifié ni effacé.
purge-awaits = { $drives } a encore ce qui a été effacé auparavant. Branchez-le, puis : refuge purger
purge-in-future = { $records ->
    [one] 1 dossier contient un fichier daté du futur
   *[other] { $records } dossiers contiennent des fichiers datés du futur
} (appareil photo ou ordinateur mal réglé) : gardé tant que cette date n'est pas corrigée. De qui il s'agit : refuge purger --simuler --noms. Triez le dossier par date, ouvrez ce fichier, enregistrez-le de nouveau, puis refuge sauvegarder.
purge-no-register = Aucune liste des patients n'a encore été lue : aucun dossier de patient n'est donc à effacer : refuge patients importer FICHIER
purge-head-rule = CATÉGORIE
purge-head-records = DOSSIERS
purge-head-why = QUOI, ET POURQUOI
purge-head-until = DERNIER JOUR À GARDER
purge-effect-now = { $drive } : effacé tout de suite.
purge-effect-later = { $drive } : effacé quand il sera branché.
purge-read-list = Un médecin doit lire la liste : refuge rapport { $plan } --noms
purge-how = Pour exécuter ce plan d'ici 30 jours : refuge purger { $plan }
purge-warning = { $records ->
    [one] Ceci efface 1 dossier de toutes les sauvegardes.
   *[other] Ceci efface { $records } dossiers de toutes les sauvegardes.
} Personne ne pourra revenir en arrière.
purge-confirm-ask = Tapez le nom du cabinet ({ $practice }) pour confirmer :
purge-done = { $records ->
    [one] 1 dossier est oublié : aucune sauvegarde ni restauration ne le reprend plus.
   *[other] { $records } dossiers sont oubliés : aucune sauvegarde ni restauration ne les reprend plus.
}
purge-drive-done = {"  "}{ $drive } : effacé, vérifié. Niveau atteint : { $level }.
purge-drive-bad = {"  "}{ $drive } : PAS FAIT. Après l'effacement, quelque chose d'oublié a encore été trouvé. Relancez `refuge purger` ; si cela reste, le disque est à détruire.
purge-drive-doubt = {"  "}{ $drive } : PAS FAIT. { $parts ->
    [one] 1 partie de son catalogue
   *[other] { $parts } parties de son catalogue
} sont introuvables ou ne s'ouvrent pas : tout l'ancien y reste, et rien de ce qui est gardé n'est perdu. Essayez `refuge verifier --complet --reparer`, puis `refuge purger` ; si cela reste, sauvegardez sur un disque neuf et mettez celui-ci au rebut.
purge-drive-resists = {"  "}{ $drive } : PAS ENTIER. { $pieces ->
    [one] 1 morceau n'a pas pu être recouvert
   *[other] { $pieces } morceaux n'ont pas pu être recouverts
} : fichiers en lecture seule, fichiers liés ailleurs, ou disque en train de lâcher. Un tel fichier redevient ordinaire si on le copie, l'efface et rend son nom à la copie ; relancez ensuite `refuge purger`.
purge-waiting = {"  "}{ $drive } : en attente ; branchez-le et lancez `refuge purger`.
purge-failed = {"  "}{ $drive } : arrêté avant la fin ; il ne prend plus de sauvegarde tant que `refuge purger` ne l'a pas terminé.
purge-left = { $records ->
    [0] Rien d'un dossier oublié ne reste sur cet ordinateur, là où il est sauvegardé.
    [one] 1 dossier oublié est encore sur cet ordinateur. Supprimez-le vous-même :
   *[other] { $records } dossiers oubliés sont encore sur cet ordinateur. Supprimez-les vous-même :
}
purge-left-newer = { $folders } { $folders ->
    [one] dossier oublié a
   *[other] dossiers oubliés ont
} des fichiers plus récents que l'effacement, qui ne sont peut-être dans aucune sauvegarde. Ne supprimez rien sans regarder. Un patient est revenu ? Gardez le dossier, puis : refuge patients importer FICHIER
purge-left-unseen = { $folders } { $folders ->
    [one] dossier n'a pas pu être lu
   *[other] dossiers n'ont pas pu être lus
} : on ne sait pas s'il y reste quelque chose d'effacé. Rendez-le lisible, puis recommencez : refuge purger --sur-ordinateur
purge-originals = Les dossiers eux-mêmes, s'ils sont encore sur cet ordinateur, restent à supprimer par vous. Lesquels : refuge purger --sur-ordinateur
purge-keys = Tant que les anciennes clés ne sont pas changées puis détruites, une vieille copie sur un disque peut encore s'ouvrir : refuge cles changer
purge-record = Relevé d'effacement { $entry }. À imprimer, signer, classer.
purge-done-here = { $records ->
    [one] 1 dossier est oublié.
   *[other] { $records } dossiers sont oubliés.
} Une restauration peut encore ramener les mêmes fichiers d'ailleurs :
purge-also-in = { $records ->
    [one] Les fichiers de 1 dossier de ce plan
   *[other] Les fichiers de { $records } dossiers de ce plan
} sont aussi, ou étaient, dans { $others ->
    [one] 1 autre dossier d'un découpage plus ancien ou plus large, qui est gardé
   *[other] { $others } autres dossiers d'un découpage plus ancien ou plus large, qui sont gardés
} : restaurer une sauvegarde qui les contient ramène ces fichiers.
purge-also-how = Seul un disque effacé puis rempli de nouveau n'en a plus : refuge disques retirer NOM, puis l'ajouter de nouveau et sauvegarder. Voir lesquels avec --noms.
purge-plans-deleted = { $plans ->
    [one] La liste avec des noms ouverte ici est supprimée
   *[other] Les { $plans } listes avec des noms ouvertes ici sont supprimées
} de cet ordinateur ; celle qui est imprimée vous reste.
plan-group = { $why } ({ $records })
plan-due = à effacer
plan-held = gelé
plan-kept = gardé
plan-born = né(e) { $day }
plan-seen = vu(e) { $day } ({ $from })
plan-until = jusqu'au { $day }
plan-loose = { $files ->
    [0] fichiers hors dossier dans { $folder }
    [one] 1 fichier hors dossier dans { $folder }
   *[other] { $files } fichiers hors dossier dans { $folder }
}
evidence-register = liste
evidence-declared = déclaré
evidence-documents = documents
evidence-catalogue = sauvegardes
evidence-copies = copies
evidence-file-times = fichiers
warning-register-older-than-files = { $records ->
    [one] 1 dossier a un fichier plus récent que le dernier contact de la liste, ou ajouté après lui (d'anciens papiers numérisés aussi) : la date la plus récente compte.
   *[other] { $records } dossiers ont des fichiers plus récents que le dernier contact de la liste, ou ajoutés après lui (d'anciens papiers numérisés aussi) : la date la plus récente compte.
}
warning-death-without-date = { $records ->
    [one] 1 patient est dit décédé, sans date.
   *[other] { $records } patients sont dits décédés, sans date.
}
warning-activity-after-death = { $records ->
    [one] 1 dossier a servi plus d'un an après le décès de la liste : ce décès n'a pas compté.
   *[other] { $records } dossiers ont servi plus d'un an après le décès de la liste : ces décès n'ont pas compté.
}
warning-birth-missing = { $records ->
    [one] 1 dossier n'a pas de date de naissance : le cas le plus long a été retenu.
   *[other] { $records } dossiers n'ont pas de date de naissance : le cas le plus long a été retenu.
}
warning-mass-change = { $records ->
    [one] Le contenu de 1 dossier a changé pour la dernière fois un jour
   *[other] Le contenu de { $records } dossiers a changé pour la dernière fois un jour
} où celui de très nombreux dossiers a changé : c'est un logiciel ou un déménagement, et cela ne compte pas comme un contact.
standing-due = à effacer :
standing-held = gelé, non effacé
standing-unknown = gardé, faute de savoir :
standing-kept = gardé :
reason-term = la durée de la catégorie
reason-age = l'âge du patient
reason-death = le décès du patient
reason-cap = la durée la plus longue permise
reason-same-patient = un autre dossier du même patient
reason-not-started = le délai n'a pas commencé
reason-never-expires = cette catégorie n'expire jamais
reason-unknown = il manque quelque chose
reason-unknown-class = cette catégorie n'a pas de règle
reason-unknown-no-register = pas de liste des patients
reason-unknown-register-stale = la liste des patients est trop ancienne
reason-unknown-register-shrunk = la liste des patients a perdu trop de lignes
reason-unknown-not-in-register = sur aucune ligne de la liste
reason-unknown-row-quarantined = la ligne du patient n'est pas crédible
reason-unknown-no-birth = pas de date de naissance
reason-unknown-no-last-contact = pas de dernier contact
reason-unknown-no-date = pas de date
reason-unknown-not-declared = une date que vous seul pouvez donner
reason-unknown-not-credible = une date pas crédible
reason-unknown-in-future = une date dans le futur
reason-unknown-implausible = des dates qui se contredisent
reason-unknown-mass-identical = une date commune à trop de dossiers
reason-unknown-same-patient-unknown = on ne sait pas pour un autre dossier du même patient
level-not-applicable = rien à effacer
level-none = aucun
level-logical-deletion = effacement logique (recouvert ; de vieilles copies restent possibles tant que les anciennes clés existent)
level-clear = Clear (recouvert en entier)
level-cryptographic-erase = effacement cryptographique
level-destroyed = détruit
classes-advice = Ces durées ne sont pas un conseil juridique. Celles qui sont conseillées ou incertaines se choisissent avec votre Ordre ou votre délégué à la protection des données.
class-term = Gardé { $term } après { $start }.
class-endless = Gardé sans limite : jamais effacé de lui-même.
class-floor = Jamais avant l'âge de { $age } du patient.
class-floor-at-age = Jamais avant l'âge de { $age }, pour un patient qui avait { $only } ans au départ.
class-death = Si le patient décède : { $keep } après le décès à la place.
class-death-within = Si le patient décède moins de { $within } après : { $keep } après le décès à la place.
class-cap = Jamais plus de { $cap }.
class-statutory = La loi fixe ce minimum ({ $article }) : on peut l'allonger, pas le raccourcir.
class-recommended-alone = Conseillé : peut être raccourci avec un motif écrit.
class-recommended = Conseillé ({ $article }) : peut être raccourci avec un motif écrit.
class-policy = Pas de texte : votre propre décision.
class-source = Source : { $source }
class-unsettled = INCERTAIN : les sources divergent ou n'ont pas pu être lues.
class-changed = Changé par vous : { $why }
term-years = { $years ->
    [one] 1 an
   *[other] { $years } ans
}
term-months = { $months } mois
term-days = { $days ->
    [one] 1 jour
   *[other] { $days } jours
}
start-last-contact = la dernière visite, le dernier acte ou séjour
start-last-entry = la dernière inscription au dossier
start-end-of-treatment = la fin du traitement
start-death = le décès du patient
start-act = l'acte
start-exam = l'examen
start-document = la date du document
start-financial-year-end = la clôture de l'exercice comptable
start-employment-end = le départ du salarié
start-mandate-end = la fin du mandat ou de l'affaire
start-last-file-change = le dernier changement d'un fichier
start-last-copy-of-year = la dernière sauvegarde de l'année

## Alléger

thin-plan = Sur { $drive } : { $removed } { $removed ->
    [one] ancienne sauvegarde
   *[other] anciennes sauvegardes
} à retirer, { $kept } à garder ; environ { $size } seraient libérés.
thin-ask = Les retirer ?
thin-done = { $drive } : { $removed } { $removed ->
    [one] ancienne sauvegarde retirée
   *[other] anciennes sauvegardes retirées
}, { $kept } { $kept ->
    [one] gardée
   *[other] gardées
}, { $size } libérés. Le dernier état connu de chaque dossier est toujours là.
thin-nothing = Il n'y a rien à alléger sur { $drive }.
thin-no-rule = Aucun dossier source n'a encore de règle pour les anciennes sauvegardes : toutes sont gardées. `refuge alleger`, dans un terminal, en propose une. Ou, dans refuge.toml, sous le dossier source, par exemple : keep = {"{"} daily = 14, weekly = 8, monthly = 12, yearly = 10 {"}"}
thin-held = Des dossiers gelés gardent toutes leurs sauvegardes : refuge geler
thin-some-no-rule = { $folders ->
    [one] 1 dossier source n'a pas de règle pour les anciennes sauvegardes, qui restent donc toutes
   *[other] { $folders } dossiers sources n'ont pas de règle pour les anciennes sauvegardes, qui restent donc toutes
}. Pour s'en faire proposer une : refuge alleger
thin-usual-ask = Alléger les anciennes sauvegardes ? Reste la dernière de chaque jour ({ $days } jours), de chaque semaine ({ $weeks }), de chaque mois ({ $months }) et de chaque année ({ $years }) ; et toujours l'état d'aujourd'hui de chaque fichier.
thin-offer = La place manque bientôt sur { $drive }, et des dossiers sources n'ont pas de règle pour les anciennes sauvegardes : sans elle, toutes sont gardées.
thin-agreed = C'est désormais la règle. Rien n'est encore parti : `refuge alleger` l'applique, et montre d'abord le plan.
thin-not-agreed = Tout reste gardé, alors. `refuge alleger` reposera la question.
thin-no-room = Il n'y avait pas assez de place sur le disque pour tout faire. Relancez `refuge alleger` : chaque passage en libère.
thin-problems = { $packs } { $packs ->
    [one] fichier du coffre n'a pas pu être lu et est resté tel quel
   *[other] fichiers du coffre n'ont pas pu être lus et sont restés tels quels
}. Vérifiez le disque : `refuge verifier --reparer`
rekey-ask = Ce que le dossier « { $record } » contenait avant ses sauvegardes gardées ne pourra plus jamais être ouvert. Tapez le nom du cabinet ({ $practice }) pour confirmer :
rekey-done = { $drive } : le dossier a une nouvelle clé. { $segments } { $segments ->
    [one] segment écrasé
   *[other] segments écrasés
} ; avec toutes les clés présentes, rien de l'ancien n'a été trouvé.
rekey-failed = { $drive } : le dossier a une nouvelle clé, mais tout l'ancien n'a pas pu être écrasé. Relancez la même commande.
rekey-waiting = Ce n'est pas fini : l'ancien contenu peut encore être ouvert. Branchez { $drives } et lancez `refuge alleger` ; l'ancienne clé est oubliée dès que tous les disques sont prêts.
rekey-to-wipe = L'ancienne clé est oubliée. De l'ancien contenu se trouve encore sur { $drives } : branchez et lancez `refuge alleger`.
rekey-old-keys = D'anciennes copies des disques, s'il en existe, s'ouvrent avec les clés d'ouverture d'alors tant que vous n'avez pas changé les serrures : `refuge cles changer`

## Sort des disques

drives-plugged-in = Branché : { $what }
drives-use-all-the-same = L'utiliser quand même ?
drives-warn-ntfs = NTFS : un Mac peut le lire, pas y écrire.
drives-warn-fat = FAT et exFAT ne pardonnent pas un débranchement brusque : éjectez toujours avant de débrancher.
drives-free = Place restante : { $size }.
drives-not-there = { $path } n'existe pas. Branchez le disque, ou donnez son chemin comme le gestionnaire de fichiers le montre.
drives-too-small = Vos dossiers contiennent { $size }, et il reste { $free } sur ce disque : il est sans doute trop petit. Prenez-en un plus grand avant de copier.
drives-label-next = Son étiquette : refuge disques etiquette "{ $drive }"
drives-head-fate = SORT
drives-copy-found = Ce disque est une copie de { $drive }. Il existe une copie inconnue de données de patients.
drives-copy-own = Il est effacé et devient un disque à part
drives-copy-instead = Il prend la place de { $drive }, perdu, en panne ou hors service (il faut une clé)
drives-copy-leave = Le laisser tel quel
drives-copy-ask = Qu'en faire ? (numéro)
drives-instead-ask = { $drive } est déjà un de vos disques. Celui-ci prend-il sa place ?
drives-before = Le disque remplacé s'appelle maintenant { $drive } et ne sert plus. Il contient toujours des données de patients : effacez-le, détruisez-le ou déclarez-le perdu.
drives-held-ask = Qu'a contenu ce disque jusqu'ici ? (numéro)
drives-held-nothing = Rien : il est neuf
drives-held-backups = Seulement des sauvegardes de ce programme
drives-held-clear = Des données de patients non chiffrées
drives-held-unknown = Je ne sais pas
drives-looks-ask = À quoi ressemble-t-il ? (numéro ; Entrée : le premier)
drives-looks-flash = Une clé, une carte, ou un boîtier silencieux
drives-looks-disk = Un boîtier qui ronronne ou vibre
drives-renamed = { $old } s'appelle maintenant { $drive }.
drives-lost-by = Qui déclare { $drive } perdu ?
drives-lost-done = { $drive } est déclaré perdu (compte rendu { $record }). Il sera refusé s'il est rebranché.
drives-lost-advice = Changez les serrures maintenant : refuge cles changer. Une fois les anciennes clés (fiche et fichier de clé) détruites, personne ne peut plus ouvrir { $drive }. Retrouvé ? refuge disques retrouve "{ $drive }"
    .window = Changez les serrures maintenant. Une fois les anciennes clés (fiche et fichier de clé) détruites, personne ne peut plus ouvrir { $drive }.
drives-found-by = Qui l'a retrouvé ?
drives-found-done = { $drive } est repris (compte rendu { $record }). Branchez-le et contrôlez-le : refuge verifier --disque "{ $drive }"
    .window = { $drive } est repris (compte rendu { $record }). Branchez-le et contrôlez-le.
drives-destroyed-before = Avant tout : est-il physiquement détruit ? Un disque vidé ou formaté n'est PAS détruit.
drives-destroyed-how = Comment ? (numéro, ou vos propres mots)
drives-destroyed-shredded = broyé
drives-destroyed-crushed = puces percées ou écrasées
drives-destroyed-company = société spécialisée
drives-destroyed-company-ask = Société et n° de certificat :
drives-destroyed-by = Qui l'a fait, ou l'a remis ?
drives-destroyed-witness = Témoin (un tiret s'il n'y en a pas) :
drives-destroyed-done = { $drive } est noté comme détruit : cet ordinateur a oublié ce qu'il contenait, et il sera refusé s'il est rebranché.
drives-destroyed-record = Procès-verbal { $record } : à imprimer, deux signatures, à classer avec le certificat de la société (refuge rapport { $record }).
    .window = C'est le procès-verbal { $record }. Il est à imprimer, à signer à deux et à classer avec le certificat de la société.
drives-type-name = Tapez le nom du disque pour confirmer :
drives-ejected = { $drive } est éjecté. Vous pouvez le débrancher.
drives-nothing-to-eject = { $drive } est un dossier ou un disque interne : il n'y a rien à éjecter. Tout est écrit.
drives-eject-by-hand = Tout est écrit sur { $drive }, mais cet ordinateur ne permet pas de l'éjecter d'ici. Éjectez-le comme n'importe quel disque avant de le débrancher, ou éteignez d'abord l'ordinateur.
drives-only-copy-gone = AUCUN AUTRE DISQUE n'a de sauvegarde : ce qui est sur cet ordinateur est désormais le seul exemplaire. Aujourd'hui : refuge disques ajouter, puis refuge sauvegarder
    .window = AUCUN AUTRE DISQUE n'a de sauvegarde : ce qui est sur cet ordinateur est désormais le seul exemplaire. Aujourd'hui : ajoutez un disque et sauvegardez.
drives-retire-only-copy = AUCUN AUTRE DISQUE n'a de sauvegarde : après { $drive }, ce qui est sur cet ordinateur est le seul exemplaire.
drives-retire-before = Ceci efface { $drive } : toutes ses sauvegardes disparaissent pour toujours, et il ne servira plus.
drives-retired = { $drive } est effacé et hors service. { $size } ont été écrasés et relus.
drives-retire-failed = PAS BON : { $drive } n'a pas pu être effacé en entier. { $size } n'ont pas été écrasés, ou des fichiers restent. Ne le donnez à personne.
drives-retired-worth = C'est un effacement, pas une destruction : des parties cachées du disque peuvent garder des restes, que seules vos clés ouvrent. Compte rendu { $record }.

fate-keep = à garder
fate-plug-in = à brancher
fate-plug-in-before = à brancher avant le { $day }
fate-plug-in-or-lost = À BRANCHER ou à déclarer perdu
fate-plug-in-or-destroy = À BRANCHER ou À DÉTRUIRE : { $records } { $records ->
    [one] dossier périmé
   *[other] dossiers périmés
}
fate-identify = STOP : vérifiez quel est ce disque
fate-rotate = serrures à changer
fate-new-locks-first = d'abord la nouvelle serrure partout
fate-old-sheet = ancienne fiche à détruire
fate-retire = à retirer
fate-replace = À REMPLACER
fate-destroy = À DÉTRUIRE
fate-proof-missing = détruit, PREUVE MANQUANTE
fate-lost = perdu
fate-destroyed = détruit

reason-keys-destroyed = Les clés de ce qui a été effacé sont détruites : cela reste illisible pour tous. Vos autres sauvegardes s'ouvrent comme d'habitude.
reason-overwrite-owed = Ce qui a été oublié s'y trouve encore, illisible ; il faudrait aussi l'écraser.
reason-rotate-keys = Des clés en service ouvrent encore ce qui doit devenir illisible : refuge cles changer
    .window = Des clés en service ouvrent encore ce qui doit devenir illisible : changez les serrures.
reason-old-sheet = Une ancienne fiche, clé USB ou carte ouvre encore ce qui doit être oublié : détruisez-la, puis refuge cles attester
    .window = Une ancienne fiche, clé USB ou carte ouvre encore ce qui doit être oublié : détruisez-la, puis notez-le sous Clés et personnes.
reason-old-sheet-needed = Une ancienne fiche, clé USB ou carte ouvre encore ce qui doit être oublié. Ne la détruisez pas encore : un disque a toujours l'ancienne serrure. Une fois ce disque branché : refuge cles changer --terminer
    .window = Une ancienne fiche, clé USB ou carte ouvre encore ce qui doit être oublié. Ne la détruisez pas encore : un disque a toujours l'ancienne serrure. Branchez d'abord ce disque.
reason-keys-unknown = On ne sait pas qui peut encore l'ouvrir.
reason-objects-only = Des fichiers ont été écrasés un à un, ce qui ne prouve rien sur le disque.
reason-whole-device = Tout le disque a été écrasé et relu.
reason-overwrite-device = Il faudrait écraser tout le disque.
reason-flash = Sur une clé, l'écrasement peut manquer des cellules cachées.
reason-remapped = Le disque a remplacé des secteurs abîmés : ils peuvent garder d'anciennes données.
reason-passphrase = Une phrase retenue de mémoire y a protégé des clés ; une phrase ne se détruit pas.
reason-clear-text = Il a contenu des données de patients en clair, ou personne ne sait ce qu'il a contenu.
reason-read-only = On ne peut plus y écrire.
reason-errors = La lecture, l'écriture ou le contrôle ont échoué : ne lui confiez plus de sauvegardes.
reason-overwrite-failed = L'écrasement a échoué ou n'est pas fini.
reason-fake = Il contient moins qu'il ne l'annonce.
reason-serial = Son numéro de série n'est pas celui du registre.
reason-deadline = Le délai est passé.
reason-not-seen = Il n'a pas été vu depuis un mois.
reason-aged = Il a plus de cinq ans : prévoyez son remplacement.
reason-lost = Il a été déclaré perdu.
reason-record-incident = Sans les clés détruites, personne ne peut l'ouvrir : notez l'incident dans votre registre, un risque pour les patients est peu probable.
reason-assess-breach = On ne sait pas s'il peut être ouvert : évaluez la violation avec votre conseil en protection des données (RGPD art. 33, sous 72 heures).
reason-change-passphrase = Changez cette phrase partout où elle sert encore.
reason-breach = Des données de patients en clair ont disparu : c'est une violation. À notifier sous 72 heures (RGPD art. 33 et 34).
reason-retired = Il est hors service.
reason-proof-missing = Quelqu'un a dit qu'il est détruit, mais rien ne le montre : consignez un témoin ou le certificat de la société avec refuge disques detruit.
    .window = Quelqu'un a dit qu'il était détruit, mais rien ne le montre : notez-le encore une fois, avec un témoin.
reason-proven = Sa destruction est consignée.
reason-leaves = Il va quitter le cabinet.
reason-computer = Comptez sur le chiffrement du disque de l'ordinateur, et réinitialisez-le.
reason-holds-copy = Il porte l'une de vos deux dernières copies : un autre disque doit prendre sa place avant qu'on y touche.

debt-purge = Des dossiers périmés attendent d'en être effacés : branchez-le.
debt-new-key = Un de ses dossiers a une nouvelle clé ; ce que l'ancienne ouvrait y est encore : branchez-le, puis refuge alleger
    .window = Un de ses dossiers a une nouvelle clé ; ce que l'ancienne ouvrait s'y trouve encore : branchez-le et sauvegardez.
debt-new-lock = Il a encore l'ancienne serrure : branchez-le.

destroy-how = { $when } : { $means } (DIN 66399 { $class } ou plus fin).
destroy-now = À détruire maintenant
destroy-before-leaving = À détruire avant que quelqu'un d'autre ne l'ait
destroy-at-leisure = À détruire quand cela vous arrange
destroy-end-of-life = À détruire en fin de vie
means-collector = un collecteur certifié, contre certificat
means-platters = l'ouvrir et casser ou plier chaque plateau
means-chips = ouvrir la coque et casser chaque puce en morceaux de moins de 5 mm, avec une photo
means-paper = le broyer en croix ou le brûler, devant témoin

## Où vous en êtes

date-near = { $day } { $month }
weekday-short = { $number ->
    [1] lun.
    [2] mar.
    [3] mer.
    [4] jeu.
    [5] ven.
    [6] sam.
   *[7] dim.
}
verdict-protected = PROTÉGÉ
verdict-action = ACTION NÉCESSAIRE
verdict-unprotected = NON PROTÉGÉ
calendar-title = Quel jour est sur quel disque
calendar-week = Semaine du
calendar-weekday = { $number ->
    [1] L
    [2] M
    [3] M
    [4] J
    [5] V
    [6] S
   *[other] D
}
calendar-drives = Disques
calendar-none = AUCUNE SAUVEGARDE
calendar-empty = Pas encore de sauvegarde.
calendar-key = { $drives } ; { $none } un jour sans sauvegarde.
calendar-rests-on = Pour autant que cet ordinateur le sache ; ce qui a été allégé ne compte pas.
calendar-clock = Cet ordinateur dit que nous sommes le { $today }, et il y a une sauvegarde du { $backup } : l'un des deux est faux. Mettez l'horloge à l'heure, puis regardez de nouveau.
calendar-gap = Plus long temps sans sauvegarde : { $days } jours, du { $first } au { $last }.
calendar-no-gap = Jamais plus de deux jours de suite sans sauvegarde.
status-never = jamais
status-label-backup = Dernière sauvegarde
status-label-check = Dernier contrôle
status-label-sheet = Fiche de secours
status-backup = { $day } à { $hour }, sur { $drive }, relue et bonne
status-check-good = { $day }, { $drive }, { $files } { $files ->
    [one] fichier restauré et comparé
   *[other] fichiers restaurés et comparés
}, bon
status-check-quick = { $day }, { $drive }, tout relu sans rien ouvrir, bon
status-check-bad = { $day }, { $drive }, PAS BON
status-sheet = essayée le { $day }
status-sheet-never = pas encore essayée
status-due = prochain avant le { $day }
status-sheet-due = prochaine fois avant le { $day }
status-owes-purge = dossiers périmés à effacer
status-owes-key = ancienne clé d'un dossier à effacer
status-owes-lock = serrure à changer
status-next = Ensuite : { $what }
status-rule = Règle : PROTÉGÉ = une sauvegarde relue de moins de { $action } jours, une seconde sur un autre disque de moins de { $drive } jours, un contrôle de moins de { $check } jours, et aucun devoir en retard : effacement des dossiers périmés, anciennes clés à détruire, essai de la fiche ({ $rehearsal } jours), revue des dossiers périmés ({ $purge } mois). Un manque = ACTION NÉCESSAIRE. Aucune bonne sauvegarde depuis { $action } jours, ou dernier contrôle mauvais = NON PROTÉGÉ. Après { $notice } jours ouvrés sans sauvegarde, elle est rappelée. Seules comptent les sauvegardes relues ; un disque dont le dernier contrôle est mauvais ne compte pas.
matter-incident = un incident est ouvert ; rien n'est effacé tant qu'il dure : refuge incident montrer
matter-incident-plugged = DÉBRANCHEZ { $drive } maintenant, et rangez-le : un incident est ouvert
matter-no-source = aucun dossier n'est sauvegardé : refuge dossiers ajouter
matter-no-drive = aucun disque de sauvegarde : branchez-en un, puis refuge disques ajouter
matter-no-backup = aucune bonne sauvegarde : branchez un disque, puis refuge sauvegarder
matter-backup-overdue = la dernière bonne sauvegarde a { $days } jours : un disque branché, refuge sauvegarder
matter-backup-soon = la dernière sauvegarde a { $days } jours : aujourd'hui, un disque branché, refuge sauvegarder
matter-strange-page = { $page } sur { $drive } n'est pas le nôtre : quelqu'un cherche peut-être vos 24 mots. Pour remettre le nôtre : refuge verifier --disque "{ $drive }" --reparer
matter-check-bad = le dernier contrôle de { $drive } est mauvais : refuge verifier --disque "{ $drive }" --reparer
matter-forgotten-back = { $records } { $records ->
    [one] dossier d'un patient oublié a
   *[other] dossiers de patients oubliés ont
    } de nouveaux fichiers et { $records ->
    [one] n'est
   *[other] ne sont
    } dans aucune sauvegarde. Un patient est revenu ? Importez un registre qui montre un contact après l'effacement : la sauvegarde suivante prendra le dossier comme nouveau dossier : refuge patients importer FICHIER. Sinon, supprimez-le.
matter-found-again = { $drive }, déclaré perdu, est branché ; rien n'y est écrit. Pour l'utiliser de nouveau : refuge disques retrouve "{ $drive }"
matter-forgotten-here = { $records } { $records ->
    [one] dossier effacé est encore
   *[other] dossiers effacés sont encore
} sur cet ordinateur. Ce qu'il faut supprimer : refuge purger --sur-ordinateur
matter-erased-again = { $files } { $files ->
    [one] fichier d'une année effacée est revenu dans vos dossiers avec une date récente, et est sauvegardé
   *[other] fichiers d'une année effacée sont revenus dans vos dossiers avec une date récente, et sont sauvegardés
} comme nouveau. Vous n'en voulez plus ? Ce qu'il faut supprimer : refuge purger --sur-ordinateur
matter-drive-full = la dernière sauvegarde n'a pas tenu sur { $drive }. Prenez un autre disque, plus grand (refuge disques ajouter){ $thins ->
    [no] { "" }
   *[yes] , ou faites de la place, puis relancez refuge sauvegarder : refuge alleger --simuler
}
matter-others-unmet = cet ordinateur n'a pas encore vu { $drives } : branchez-le, puis refuge sauvegarder
matter-one-drive = un second disque, gardé ailleurs, protège du feu et du vol : refuge disques ajouter
matter-second-late = la dernière bonne sauvegarde sur { $drive } a { $days } jours : branchez-le, puis refuge sauvegarder
matter-second-never = il n'y a encore aucune sauvegarde sur { $drive } : branchez-le, puis refuge sauvegarder
matter-check-overdue = le contrôle est en retard, le dernier a { $days } jours : refuge verifier
matter-check-never = le premier contrôle est en retard : refuge verifier
matter-purge-overdue = { $drive } garde depuis { $days } jours des dossiers qui devraient être effacés : branchez-le (refuge sauvegarder). Introuvable ? refuge disques perdu "{ $drive }"
matter-purge-interrupted = l'effacement sur { $drive } a été interrompu, et rien n'y est sauvegardé avant qu'il soit fini : branchez-le, puis refuge purger
matter-review-overdue = les dossiers périmés n'ont pas été cherchés depuis { $days } jours : refuge purger --simuler
matter-not-recovered = { $count ->
    [one] une sauvegarde sur { $drive }
   *[other] { $count } sauvegardes sur { $drive }, la dernière du { $last }
} ; tout n'est pas encore remis sur cet ordinateur : refuge rattacher
matter-still-opens = toutes les sauvegardes, anciennes et nouvelles, s'ouvrent encore avec { $keys } : changez les serrures, refuge cles changer
matter-lost-opens = qui a { $drives } et l'une de vos clés lit tout ce qui s'y trouve : changez les serrures, refuge cles changer
matter-destroy-keys = plus aucun disque n'a besoin des anciennes clés ({ $keys }) : détruisez-les, puis refuge cles attester
matter-rehearsal = la fiche de secours n'a pas été essayée depuis { $days } jours : refuge cles essayer
matter-condemned = { $drive } ne doit plus servir : refuge disques
matter-replace = { $drive } n'est plus fiable, et il porte l'une de vos deux dernières copies : procurez-vous un autre disque, puis refuge disques ajouter
matter-held-open = { $files } { $files ->
    [one] fichier est gardé ouvert par un autre programme, et aucune sauvegarde ne le prend tel qu'il est
   *[other] fichiers sont gardés ouverts par d'autres programmes, et aucune sauvegarde ne les prend tels qu'ils sont
}{ $days ->
    [0] {""}
    [1] , depuis un jour (le { $day })
   *[other] , depuis { $days } jours (le { $day })
} : sauvegardez l'export que ce programme fait de lui-même, ou fermez-le, puis refuge sauvegarder
matter-held-open-never = { $files } { $files ->
    [one] fichier est gardé ouvert par un autre programme, et aucune sauvegarde ne le prend tel qu'il est
   *[other] fichiers sont gardés ouverts par d'autres programmes, et aucune sauvegarde ne les prend tels qu'ils sont
}{ $days ->
    [0] {""}
    [1] , depuis un jour (le { $day })
   *[other] , depuis { $days } jours (le { $day })
} ; de { $never } la dernière sauvegarde ne garde aucune version : sauvegardez l'export que ce programme fait de lui-même, ou fermez-le, puis refuge sauvegarder
matter-unsaved = { $files } { $files ->
    [one] fichier n'a pas été sauvegardé tel qu'il est
   *[other] fichiers n'ont pas été sauvegardés tels qu'ils sont
}, depuis le { $day } : fermez les programmes qui les utilisent, puis refuge sauvegarder
matter-unsaved-never = { $files } { $files ->
    [one] fichier n'a pas été sauvegardé tel qu'il est
   *[other] fichiers n'ont pas été sauvegardés tels qu'ils sont
}, depuis le { $day } ; de { $never } la dernière sauvegarde ne garde aucune version : fermez les programmes qui les utilisent, puis refuge sauvegarder
matter-folder-missing = { $folders } { $folders ->
    [one] dossier à sauvegarder est absent
   *[other] dossiers à sauvegarder sont absents
} depuis le { $day } : refuge dossiers
matter-lacking = la dernière sauvegarde sur { $drive } n'a pas pu prendre { $files ->
    [0] {""}
    [one] un fichier
   *[other] { $files } fichiers
}{ $and ->
    [yes] {" et "}
   *[no] {""}
}{ $folders ->
    [0] {""}
    [one] un dossier
   *[other] { $folders } dossiers
} : branchez ce disque, puis refuge sauvegarder
matter-keys-elsewhere = une partie de ce qui est sur { $drive } ne peut être ouverte avec ce seul disque : ses clés ne sont que sur { $on }. Branchez { $first }, puis refuge sauvegarder ; ensuite branchez { $drive }, puis refuge sauvegarder
matter-never-saved = { $folders } { $folders ->
    [one] dossier n'est
   *[other] dossiers ne sont
} encore dans aucune sauvegarde : branchez un disque, puis refuge sauvegarder
matter-links-out = { $links } { $links ->
    [one] lien mène
   *[other] liens mènent
} à ce qu'aucune sauvegarde ne contient, depuis le { $day } : refuge dossiers
matter-left-out = { $names } { $names ->
    [one] nom est laissé
   *[other] noms sont laissés
} de côté par règle à chaque sauvegarde, depuis le { $day } : refuge dossiers
matter-work-waits = du travail attend { $drive } : branchez-le, puis refuge sauvegarder
matter-left-plugged = { $drive } reste branché depuis { $days } { $days ->
    [one] jour
   *[other] jours
} ; un virus ou un vol l'emporterait avec l'ordinateur : éjectez-le et rangez-le

## Menu

menu-question = Que faire ? (numéro)
menu-not-set-up = Rien n'est encore installé sur cet ordinateur. Que faire ? (numéro)
menu-backup = Sauvegarder maintenant
menu-recover = Tout remettre à sa place
menu-year = L'effacement annuel
menu-restore = Retrouver des fichiers
menu-verify = Contrôle du mois
menu-drives = Les disques
menu-papers = Les comptes rendus
menu-settings = Les réglages
menu-status = Ma sauvegarde est-elle bonne ?
menu-quit = Quitter
menu-mishap = Perte, vol, attaque, départ
mishap-ask = Que s'est-il passé ? (numéro)
mishap-left = Quelqu'un quitte le cabinet
mishap-lost = Un disque, une clé USB ou la fiche de secours est perdu ou volé
mishap-stolen = Un ordinateur est volé
mishap-attack = Attaque, rançongiciel, fichiers que personne n'a changés
mishap-attack-over = Un incident est ouvert. Est-il terminé : ordinateurs nettoyés, fichiers remis en ordre ? Alors il peut être clos.
mishap-nothing = Rien : retour au menu
mishap-left-who = Qui part ? (numéro)
mishap-left-shared = quelqu'un sans clé à son nom, qui connaît la phrase secrète ou a vu la fiche
mishap-left-no-key = Personne n'a de clé à son nom. Qui connaît la phrase secrète ou a vu la fiche peut ouvrir ce qu'elles ouvrent, jusqu'au changement des serrures.
mishap-lost-what = Qu'est-ce qui est perdu ? (numéro)
mishap-lost-drive = un disque de sauvegarde
mishap-lost-stick = la clé USB qui porte le fichier de clé
mishap-lost-sheet = la fiche de secours
mishap-lost-stick-means = Le fichier de clé qu'elle porte n'ouvre rien sans sa phrase secrète, qui se devine avec le temps. Qui a les deux ouvre toute sauvegarde qui lui tombe sous la main.
mishap-lost-sheet-means = Qui a la fiche ouvre toute sauvegarde qui lui tombe sous la main.
mishap-stolen-means = Un ordinateur ne garde aucun secret qui ouvre les sauvegardes, sauf le fichier de clé s'il y était rangé. Sur le nouvel ordinateur : refuge, puis tout récupérer.
mishap-report = Demandez à votre délégué à la protection des données s'il faut prévenir l'autorité (en France, la CNIL) : le délai est de 72 heures. Ce qui a été fait, et quand : refuge rapport registre --ouvrir
mishap-stolen-key-ask = Le fichier de clé y était-il ? (Il y est, sauf si vous l'avez mis sur une clé USB)
mishap-stolen-without-key = Alors rien n'y ouvre les sauvegardes, et les serrures peuvent rester.
mishap-locks = Seules de nouvelles serrures ferment la porte : une nouvelle phrase secrète, une nouvelle fiche à écrire, et chaque disque branché une fois. Branchez les disques qui sont là.
mishap-locks-ask = Changer les serrures maintenant ?
mishap-locks-later = Dès que possible, alors : refuge cles changer
menu-init = Installer, ou reprendre depuis un disque
menu-try = Essayer avec des patients inventés

## Première installation

wizard-welcome = Bienvenue. Quatre étapes, environ 10 minutes, puis la première sauvegarde.
wizard-needed = Il vous faut : un disque externe, un stylo, une imprimante (ou une feuille).
wizard-step-practice = 1/4 Votre cabinet
wizard-step-drive = 2/4 Votre disque
wizard-step-secrets = 3/4 Vos secrets
wizard-step-first = 4/4 Première sauvegarde, premier essai
wizard-country-ask = Les durées légales de quel pays ? (numéro ; Entrée : { $country })
wizard-go-on = Reprendre avec vos réponses de tout à l'heure, pour { $practice } ?
country-fr = France
country-be = Belgique
country-ch = Suisse
country-de = Allemagne
country-uk = Royaume-Uni
country-nl = Pays-Bas
wizard-public-ask = Êtes-vous un établissement public (hôpital, centre de santé municipal) ? Ses archives ne s'effacent qu'avec l'accord des Archives.
wizard-rules-private = Cabinet libéral, et durées légales de ce pays : { $country } ? (n : autre pays, ou établissement public)
wizard-rules = Durées légales de ce pays : { $country } ? (n : autre pays)
wizard-phone-ask = Téléphone du cabinet, pour étiquettes et incidents (Entrée : aucun) :
wizard-phone-again = Ce n'est pas un numéro de téléphone, ou c'est trop long pour une étiquette.
wizard-folders = Quels dossiers ? Trouvés sur cet ordinateur :
wizard-folders-none = Quels dossiers faut-il sauvegarder ?
wizard-folder-first = Le chemin d'un dossier : tapez-le ou faites-le glisser dans cette fenêtre (Entrée : plus tard) :
wizard-folders-later = Aucun dossier pour l'instant. Plus tard : refuge dossiers ajouter DOSSIER
wizard-folders-ask = Numéros à cocher ou décocher, ou le chemin d'un autre dossier (Entrée : c'est bien ainsi) :
wizard-folder-unknown = « { $path } » n'est ni un numéro de la liste, ni un dossier.
wizard-folder-about = { $path }
wizard-propose = Proposition : { $class }, { $term }, { $cut }. D'accord ?
wizard-propose-endless = Proposition : gardé sans limite, { $cut }. D'accord ?
wizard-cut-each-folder = un dossier par sous-dossier (patient)
wizard-cut-by-year = un dossier par année
wizard-cut-whole = tout en un dossier
wizard-folder-instead = Un autre dossier à la place (Entrée : aucun) :
wizard-recommended = conseillé
wizard-more-than = plus de { $size }
wizard-drive-unseen = Aucun disque externe n'est visible pour l'instant. Attendez quelques secondes, ou essayez une autre prise ou un autre câble.
wizard-drive-plug = Branchez le disque. C'est fait ? (n : plus tard)
wizard-drive-path = Dossier ou disque où sauvegarder (Entrée : plus tard) :
wizard-drive-found = trouvé : { $what }.
wizard-drive-other = Prendre un autre disque ?
wizard-drive-later = Plus tard, alors : refuge disques ajouter
wizard-drive-safe = Rien ne sera effacé sur ce disque.
wizard-free = { $size } libres
wizard-empty = vide
quoted = « { $text } »
wizard-backed-up = Sauvegardé : { $size }, { $files } { $files ->
    [one] fichier
   *[other] fichiers
}. Relecture : tout est bon.
wizard-tested = Essai : { $files } { $files ->
    [one] fichier restauré et comparé : identique
   *[other] fichiers restaurés et comparés : identiques
}.
wizard-ejected = { $drive } est éjecté. Vous pouvez le débrancher et le ranger.
wizard-again-found = Ce disque porte déjà des sauvegardes : { $what }.
wizard-again-ask = Reprendre ce cabinet sur cet ordinateur ? Rien n'y sera effacé.

## Rappels et réglages

remind-title = Sauvegarde
remind-plugged = { $drive } est branché. Sauvegarder maintenant ? Ouvrez refuge, ou tapez : refuge sauvegarder
remind-quiet-done = { $drive } est sauvegardé. Vous pouvez le débrancher.
remind-quiet-failed = La sauvegarde sur { $drive } ne s'est pas bien terminée. Ouvrez refuge pour voir que faire.
settings-how = Pour en changer un : refuge reglages changer RÉGLAGE VALEUR
settings-file = Tout est aussi dans { $file } ; les commentaires que vous y écrivez restent.
settings-set = { $setting } vaut maintenant { $value }.
setting-word = { $setting ->
    [language] langue
    [country] pays
    [public-structure] structure-publique
    [phone] telephone
    [call-in-incident] qui-appeler
    [open-files] fichiers-ouverts
    [folder-names] noms-des-dossiers
    [backup-notice-days] jours-rappel
    [backup-action-days] jours-alerte
    [drive-days] jours-disque
    [check-days] jours-controle
    [coverage-months] mois-relecture
    [rehearsal-days] jours-fiche
    [purge-months] mois-recherche
   *[other] { $setting }
}
setting-value-word = { $value ->
    [yes] oui
    [no] non
    [left-out] laissés-de-côté
    [as-after-a-power-cut] comme-après-une-coupure
    [contains] contient
   *[other] { $value }
}
setting-language = langue : fr ou en
setting-country = pays des durées légales : fr, be, ch, de, uk ou nl
setting-public-structure = structure publique : rien ne s'élimine sans le visa des archives (oui ou non)
setting-call-in-incident = qui appeler en cas d'incident : nom et numéro
setting-phone = téléphone du cabinet, imprimé sur les étiquettes et sur le papier d'un incident
setting-open-files = fichiers que d'autres programmes tiennent ouverts : laissés-de-côté (non sauvegardés) ou comme-après-une-coupure (de courant ; Windows, sauvegarde lancée en administrateur)
setting-folder-names = à qui est un dossier : exact (son nom est le numéro du patient) ou contient (le numéro est un des mots de son nom)
setting-backup-notice-days = jours ouvrés après lesquels une sauvegarde ancienne est signalée
setting-backup-action-days = jours après lesquels une sauvegarde ancienne demande d'agir
setting-drive-days = jours dans lesquels chaque disque devrait être branché une fois
setting-check-days = jours d'un contrôle au suivant
setting-coverage-months = mois dans lesquels les contrôles lisent tout le disque
setting-rehearsal-days = jours d'un essai de la fiche de secours au suivant
setting-purge-months = mois d'une recherche de dossiers périmés à la suivante
schedule-install = refuge reglages planifier --installer
schedule-written = Écrit :
schedule-how = Pour un rappel une fois par jour :
schedule-refused = Les fichiers sont là, mais cet ordinateur ne s'en sert pas encore. Votre technicien les activera, ou recommencez dans une session ordinaire :
schedule-installed = C'est fait. Chaque jour à { $hour } h, l'ordinateur regarde si quelque chose est dû, et sinon ne dit rien.
schedule-plugged = Quand un disque du cabinet est branché, la sauvegarde vous est proposée (pour choisir : refuge reglages planifier --branche avis, fenêtre ou discret).
schedule-plugged-refused = Il ne remarque pas les disques de lui-même : ce système ne l'a pas permis. Le regard quotidien suffit pour être rappelé.

## Assistance

support-written = Écrit : { $file }
support-read-first = Il ne contient aucun nom de patient, de personne, de dossier ou de fichier. Lisez-le, puis donnez-le à votre technicien ; rien n'a été envoyé.

## Incident

incident-none = Aucun incident n'est ouvert.
incident-none-calm = Rien à faire. Un vol, une attaque, une fuite ? refuge incident ouvrir
incident-open = Un incident est ouvert depuis le { $time }.
incident-note = Noté : { $note }
incident-frozen = Gelé jusqu'à sa clôture (refuge incident clore) : effacement, allègement, réparations, retraits de disques, serrures.
incident-do-unplug = Débranchez les disques de sauvegarde, rangez-les, n'en branchez aucun autre.
incident-do-fixed = Vos sauvegardes sont dans des dossiers fixes : n'y touchez pas.
incident-do-call = Appelez : { $who }
incident-do-network = Coupez le réseau des ordinateurs (câble, Wi-Fi). Laissez-les allumés.
incident-do-write = Notez ce que vous voyez et l'heure ; photographiez l'écran. Ne restaurez que sur un ordinateur sain.
incident-do-not = Ne payez pas, ne répondez pas. Ne supprimez, ne réinstallez rien avant l'avis d'un technicien.
incident-call = Qui d'autre appeler (adresses vérifiées le { $day }) :
incident-call-nobody = votre technicien (à noter d'avance : refuge reglages changer qui-appeler "NOM NUMÉRO")
incident-evidence = Ce qui est consigné :
incident-earlier = { $count } { $count ->
    [one] écriture antérieure
   *[other] écritures antérieures
} : refuge rapport registre
incident-was-refused = sauvegarde arrêtée : { $changed } fichiers changés sur { $files } ({ $signs })
incident-was-started = incident ouvert
incident-was-ended = incident clos
incident-end-ask = Est-ce fini ? L'effacement redeviendra possible. Tapez le nom du cabinet ({ $practice }) pour clore l'incident :
incident-ended = L'incident est clos (compte rendu { $number }). L'effacement, l'allègement, les réparations et les nouvelles serrures sont de nouveau possibles.
incident-offer = Ouvrir un incident ? Rien ne sera alors effacé avant que vous le fermiez.
incident-backup-open = Un incident est ouvert : un disque branché sur un ordinateur touché est en danger.
incident-backup-ask = Sauvegarder quand même ?
sign-notes = demandes de rançon
sign-new-ending = beaucoup de fichiers avec une même fin nouvelle
sign-spoiled = des fichiers devenus illisibles
sign-spoiled-slowly = quelques fichiers illisibles de plus à chaque fois
sign-gone = la plupart des fichiers disparus
sign-share = la plupart des fichiers changés

## Contrôle mensuel

drill-begins = Contrôle mensuel de { $drive }. La phrase secrète est demandée : quelques fichiers sont vraiment restaurés, en mémoire seulement.
drill-read = Lecture du disque : { $size } sur { $all }{ $good ->
    [yes] {", "}tout est bon
   *[no] {", "}tout n'est PAS bon
} (tout est lu en { $months } mois)
drill-restored = Restauration de { $files } { $files ->
    [one] fichier tiré au sort, comparé à son empreinte
   *[other] fichiers tirés au sort, comparés à leur empreinte
} : { $failed ->
    [0] { $files ->
        [one] identique
       *[other] identiques
    }
   *[other] { $failed } PAS restaurés
}
drill-live = { $files ->
    [0] Aucun n'a pu être comparé à cet ordinateur : tous y ont changé ou disparu depuis.
   *[other] Comparaison de { $files } d'entre eux, inchangés depuis, avec ceux de l'ordinateur : { $differ ->
        [0] { $files ->
            [one] identique
           *[other] identiques
        }
       *[other] { $differ } DIFFÉRENTS
    }
}
drill-rehearse-offer = Essai semestriel : la fiche de secours se lit-elle encore ? L'essayer maintenant ?
drill-good = Résultat : BON. Compte rendu { $label }. Pour l'imprimer et le classer : refuge rapport { $number } --ouvrir
    .window = Résultat : BON. Compte rendu { $label }.
drill-live-differs = { $files } { $files ->
    [one] fichier de cet ordinateur a changé
   *[other] fichiers de cet ordinateur ont changé
} sans que leur date change. La sauvegarde est bonne. Prévenez votre technicien : le disque de l'ordinateur faiblit peut-être.
drill-bad = PAS BON : { $count } { $count ->
    [one] objet
   *[other] objets
} sur { $objects } illisibles sur { $drive }. [{ $id }]
drill-suffers = { $files } { $files ->
    [one] fichier est abîmé
   *[other] fichiers sont abîmés
} sur { $drive }{ $span ->
    [none] { "" }
    [day] {", "}dans la sauvegarde du { $from }
   *[other] {", "}dans les sauvegardes du { $from } au { $until }
}. Tout le reste peut être restauré.
drill-elsewhere = Le même contenu est aussi sur { $drives }, à ce que sait cet ordinateur. À contrôler là-bas : il n'y a pas été regardé maintenant.
drill-nowhere-else = Cet ordinateur ne connaît pas d'autre disque qui contienne tout cela. Ce qui est encore dans vos dossiers sera enregistré à nouveau par la prochaine sauvegarde.
drill-now = -> { $other ->
    [none] Lancez `refuge verifier --reparer --disque "{ $drive }"`, puis `refuge sauvegarder --disque "{ $drive }"`. Ce que la réparation n'a pas pu remettre, cette sauvegarde le copie à nouveau ; réparez encore une fois ensuite
   *[other] Branchez { $other } et { $drive } : `refuge verifier --reparer --disque "{ $drive }"`, puis sauvegardez
}. Remplacez { $drive } ce mois-ci.
    .window = { $other ->
        [none] Réparez { $drive }, puis sauvegardez dessus. Ce que la réparation n'a pas pu remettre, cette sauvegarde l'enregistre à neuf ; réparez encore une fois après
       *[other] Branchez { $other } à côté de { $drive }, réparez, puis sauvegardez
    }. Remplacez { $drive } ce mois-ci.

## Journaux

## La fenêtre

window-title = refuge : sauvegardes
window-language = Français
window-larger = Plus grand
window-contrast = Contraste élevé
window-screens = Écrans ▾
window-home = Où en est-on
window-back-up = Sauvegarder
window-welcome = Bienvenue
window-looking = Lecture des disques…
window-calm = Rien à faire aujourd'hui.
window-back = Revenir
window-add = Ajouter
window-look-again = Regarder de nouveau
window-show-again = Revoir
window-first-about = Aucun cabinet n'est encore installé sur cet ordinateur. Cela se fait une seule fois, ici, question par question.
window-first-leave = Vous pouvez quitter à chaque question et revenir plus tard : vos réponses sont gardées, les secrets ne le sont pas. Les papiers seront dans la langue de cette fenêtre.
window-first-begin = Installer le cabinet
window-first-known = Ce cabinet était sur un autre ordinateur ? Ses sauvegardes se reprennent dans le terminal : refuge rattacher
window-first-done = Voir où on en est
window-first-go-on = Oui, continuer
window-first-anew = Non, recommencer
window-first-name = Nom du cabinet, imprimé sur les comptes rendus
window-first-country = Les durées légales de quel pays ?
window-first-phone-about = Qui trouve un disque, ou qui aide après une attaque, peut l'appeler.
window-first-phone = Téléphone du cabinet
window-first-no-phone = Pas de numéro
window-first-folders = Quels dossiers sauvegarder ? Voici ceux trouvés sur cet ordinateur.
window-first-no-folder = « { $path } » n'est pas un dossier de cet ordinateur.
window-first-folder-more = Un dossier de plus : déposez-le sur cette fenêtre, ou tapez où il est
window-first-right = C'est juste
window-first-other = Autre chose
window-first-class = Que contient-il ?
window-first-endless = Garder sans limite (rien n'en est jamais effacé)
window-first-plug = Branchez le disque externe, attendez quelques secondes, puis regardez de nouveau.
window-first-drives = Quel disque gardera les sauvegardes ?
window-first-other-place = Un endroit qui n'est pas dans cette liste
window-first-place-about = Un disque qui reste dans l'ordinateur, ou un dossier d'un tel disque.
window-first-place = Où il est
window-first-fixed = { $path } n'est pas un disque qui se débranche.
window-first-fixed-why = Ce qui reste dans l'ordinateur brûle, est volé et est chiffré par un attaquant avec lui. Un disque que l'on range protège.
window-first-another = Prendre un autre disque
window-first-all-the-same = Le prendre quand même
window-first-taken = Ce disque contient déjà des sauvegardes. Pour les reprendre sur cet ordinateur, dans le terminal : refuge rattacher
window-first-drive-name = Son nom (une gommette de couleur aide)
window-first-secrets = Deux secrets ouvrent vos sauvegardes : une phrase secrète, et une fiche de secours si elle est oubliée. Vous écrivez les deux à la main.
window-first-paper-ready = Stylo et papier sont prêts
window-first-print = Ouvrir le formulaire de la fiche, pour l'imprimer
window-first-locking = La clé est mise sous la phrase secrète…
window-first-instead = Un autre dossier à la place
window-first-without = Sans ce dossier
window-first-drive-later = Pas encore de disque. La prochaine chose à faire : en ajouter un.
window-first-folders-later = Pas encore de dossier. La prochaine chose à faire : en choisir un.
window-first-second-drive = Ensuite : un second disque, gardé ailleurs, protège du feu et du vol.
window-passphrase-made = La sauvegarde de tous les jours ne demande aucune phrase secrète. Il n'en faut une que pour récupérer des fichiers. En voici une : écrivez-la sur papier.
window-passphrase-nobody-looks = Personne ne doit regarder par-dessus votre épaule, et aucune caméra.
window-passphrase-written = Elle est écrite
window-passphrase-choose = Je préfère choisir la mienne
window-passphrase-back-about = Tapez-la d'après votre papier. Elle se voit pendant que vous tapez.
window-passphrase-back = Votre phrase secrète, d'après le papier
window-passphrase-own = Votre propre phrase secrète
window-passphrase-make = Une que le programme fait
window-passphrase-again = La même encore une fois
window-column = Colonne { $column } sur { $all } de la fiche : mots { $first } à { $last }
window-written-next = C'est écrit
window-matter-review = Les dossiers échus n'ont pas été recherchés depuis { $days } jours : il est temps de faire l'effacement annuel.
window-matter-purge-interrupted = L'effacement sur { $drive } a été interrompu, et rien n'y est sauvegardé avant qu'il soit fini : branchez-le, puis continuez l'effacement annuel.
window-year = Effacement annuel
window-year-about = Une fois par an, les dossiers dont la durée légale est passée deviennent illisibles sur tous les disques. Rien n'est effacé avant qu'un médecin ait lu la liste et que le nom du cabinet ait été tapé.
window-year-steps = Il vous faut : la liste des patients de votre logiciel (CSV), vos disques de sauvegarde, la phrase secrète, une imprimante, un stylo et du papier.
window-year-leave = Vous pouvez quitter à chaque question : cela reprend de là, même des semaines plus tard.
window-year-begin = Commencer
window-year-go-on = Continuer
window-year-later = Cela reprend d'ici quand vous voulez.
window-year-date = Si la date de l'ordinateur est juste : tapez la date du jour (AAAA-MM-JJ)
window-year-list = Le fichier de la liste : déposez-le sur cette fenêtre, ou tapez où il est
window-year-no-new-list = Sans nouvelle liste
window-year-understood = C'est juste, continuer
window-year-other-list = Une autre liste
window-year-shrunk = La liste a plus de 5 % de lignes de moins que la précédente : aucun dossier de patient n'est échu. Exportez-la entière.
window-year-fewer = Y a-t-il vraiment moins de patients ?
window-year-own-numbers = Sont-ce les numéros propres du cabinet ?
window-year-no-list = Aucune liste de patients n'a encore été lue : aucun dossier de patient n'est échu.
window-year-due = { $records ->
    [one] 1 dossier est échu. Lisez sa ligne.
   *[other] { $records } dossiers sont échus. Lisez chaque ligne.
    }
window-year-tick = Cochez ce qui doit rester : un litige, une plainte, une réclamation, une enquête. Puis continuez.
window-year-stays = { $records ->
    [one] 1 dossier doit rester.
   *[other] { $records } dossiers doivent rester.
    }
window-year-why = Pourquoi ?
window-year-open-plan = Ouvrir le plan { $plan } avec ses noms, pour l'imprimer pour le médecin
window-year-who-about = Le médecin a lu la liste imprimée, ligne par ligne.
window-year-who = Qui l'a lue et est d'accord ? (nom)
window-year-confirm = Tapez le nom du cabinet pour confirmer
window-year-destroyed = Détruisez-la maintenant, avec toutes ses copies. Laquelle est détruite ?
window-year-how = Comment ? (choisissez, ou avec vos mots)
window-year-waits = { $drive } n'était pas là : il attend, et sera effacé quand il sera branché.
window-year-stopped = Sur { $drive }, cela s'est arrêté avant la fin. Il ne prend plus de sauvegarde avant que ce soit fini.
window-year-paper = Le papier à ce sujet s'imprime, se signe et se classe.
window-year-open-paper = Ouvrir le papier
window-year-finished = Terminé
window-drives = Disques
window-back-up-about = Tout ce qui est nouveau est copié sur le disque, relu, puis le disque est éjecté. Vous pouvez travailler pendant ce temps.
window-back-up-now = Lancer la sauvegarde
window-back-up-again = Sauvegarder encore
window-do-not-unplug = Vous pouvez travailler. Ne débranchez pas le disque.
window-stop = Arrêter
window-plug-in = Branchez { $drives }.
window-ejected = Le disque est éjecté : débranchez-le.
window-unplug-now = Débranchez { $drive } tout de suite.
window-changes-are-mine = Je sais pourquoi tant a changé : sauvegarder
window-put-back-first = Pour tout remettre d'abord, dans le terminal : refuge rattacher
window-not-now = Pas maintenant
window-yes = Oui
window-no = Non
window-do-it-now = Le faire maintenant
window-later = Plus tard
window-go-on = Continuer
window-passphrase = Phrase secrète
window-i-have-the-sheet = J'ai la fiche de secours
window-another-key-file = Un autre fichier de clé, ou une clé matérielle
window-no-key-file = Aucun fichier de clé de ce cabinet n'est sur cet ordinateur. Avec quoi ouvrez-vous les sauvegardes ?
window-whose-key = La clé de qui ?
window-key-file-about = Branchez la clé USB qui le porte, puis déposez le fichier sur cette fenêtre ou tapez où il se trouve. Pour une clé matérielle : le fichier que son programme a fait.
window-key-file-place = Place du fichier de clé
window-words = Mots { $first } à { $last }
window-word = Mot { $number }
window-type-again = Ce n'est pas ce nom. À taper : « { $name } ».
window-no-drives = Il n'y a pas encore de disque de sauvegarde.
window-more = Plus…
window-less = Moins
window-drive-add = Ajouter un disque
window-drive-add-this = Ajouter ce disque
window-drive-stranger = Ce n'est pas un disque de ce cabinet.
window-drive-none = Aucun nouveau disque n'est branché. Branchez-le, attendez un instant, puis regardez encore.
window-drive-which = Quel disque faut-il ajouter ?
window-drive-place = Un autre endroit
window-drive-place-about = Un dossier, ou un disque qui reste dans l'ordinateur. Déposez-le sur cette fenêtre ou tapez où il se trouve.
window-drive-place-name = Place du disque
window-drive-stays = Ce qui brûle, est volé ou attaqué avec cet ordinateur n'est pas un second exemplaire.
window-drive-copy = Qu'en faire ?
window-drive-past = Qu'a contenu ce disque jusqu'ici ?
window-drive-looks = À quoi ressemble-t-il ?
window-drive-other-name = Non, il reçoit un autre nom
window-drive-next = Sauvegardez maintenant dessus.
window-drive-backup = Dernière bonne sauvegarde : { $day }
window-drive-check = { $good ->
    [yes] Dernier contrôle : { $day }
   *[no] Dernier contrôle : { $day }, PAS BON
}
window-drive-count = Sauvegardes : { $count }
window-drive-free = Place restante : { $size }
window-drive-seen = vu { $when }
window-drive-eject = Éjecter
window-drive-label = Imprimer son étiquette
window-drive-rename = Lui donner un autre nom
window-drive-new-name = Le nouveau nom de { $drive } :
window-drive-lost = Il est perdu ou volé
window-drive-lost-before = { $drive } sera refusé s'il est rebranché, jusqu'à ce que quelqu'un dise qu'il est retrouvé.
window-drive-found = Il est retrouvé
window-drive-retire = L'effacer et ne plus s'en servir
window-drive-destroyed = Il a été détruit
window-drive-destroyed-how = Ou avec vos mots :
window-drive-witness = Témoin :
window-drive-no-witness = Il n'y avait pas de témoin
window-keys = Clés et personnes
window-key-opens = ouvre : { $what }
window-key-add = Donner une clé à quelqu'un
window-key-passphrase = Nouvelle phrase secrète
window-key-attest = Elle a été détruite
window-key-remove = La retirer
window-key-attest-before = { $key } : tous ses exemplaires doivent avoir disparu. Ce programme ne le voit pas : c'est votre parole.
window-key-attest-how = Comment a-t-elle été détruite ?
window-key-kind = Quelle sorte de clé ?
window-key-kind-file = Un fichier de clé avec une phrase secrète, fait maintenant
window-key-kind-token = Une clé matérielle, ou une clé faite ailleurs
window-key-public = Clé publique
window-key-public-about = Rien de secret ici : c'est la ligne qui commence par age1.
window-key-file-where = Où va le fichier de clé : au mieux, sur une petite clé USB réservée.
window-matter-no-backup = Il n'y a pas encore de bonne sauvegarde : branchez un disque et sauvegardez.
window-matter-backup = La dernière bonne sauvegarde date de { $days } { $days ->
    [one] jour
   *[other] jours
    } : branchez un disque et sauvegardez.
window-matter-second-late = La dernière bonne sauvegarde sur { $drive } date de { $days } { $days ->
    [one] jour
   *[other] jours
    } : branchez-le et sauvegardez.
window-matter-second-never = Il n'y a pas encore de sauvegarde sur { $drive } : branchez-le et sauvegardez.
window-matter-work-waits = Du travail attend { $drive } : branchez-le et sauvegardez.
window-matter-never-saved = { $folders } { $folders ->
    [one] dossier n'est
   *[other] dossiers ne sont
    } encore dans aucune sauvegarde : branchez un disque et sauvegardez.
window-get-back = Récupérer
window-get-back-about = On peut parcourir tout ce que contiennent les sauvegardes d'un disque, et le récupérer. Branchez le disque ; votre phrase secrète l'ouvre.
window-open-backups = Ouvrir les sauvegardes
window-search = Que cherchez-vous ?
window-search-hint = une partie du nom
window-found = { $count } { $count ->
    [one] fichier ou dossier
   *[other] fichiers et dossiers
    } dans { $backups } { $backups ->
    [one] sauvegarde
   *[other] sauvegardes
    } sur { $drive }
window-choose = Choisissez dans la liste : ses versions et un aperçu apparaissent ici.
window-to-the-list = Revenir à la liste
window-new-folder = Dans un nouveau dossier
window-in-place = Remettre à sa place
window-open-folder = Ouvrir le dossier
window-preview-waits = Lecture…
window-preview-picture = L'image, telle qu'elle a été sauvegardée
window-check = Contrôler
window-check-about = Une fois par mois : une partie du disque est relue, des fichiers sont restaurés et comparés. Branchez le disque ; votre phrase secrète l'ouvre.
window-check-now = Lancer le contrôle
window-check-again = Contrôler encore
window-repair = Réparer { $drive }
window-rehearse = Essayer la fiche de secours
window-rehearse-about = Deux fois l'an : la fiche de secours se lit-elle encore ? Trois de ses mots suffisent.
window-rehearse-due = L'essai semestriel de la fiche de secours est à faire : se lit-elle encore ?
window-attack = Une attaque ?
window-attack-unplugged = Tous les disques de sauvegarde sont débranchés et rangés
window-attack-freeze-about = Maintenant, gelez : rien de ce que contiennent les sauvegardes n'est effacé tant que vous n'y mettez pas fin.
window-attack-freeze = Tout geler
window-drive-more = Sauvegardes : { $count }. Place libre : { $free }.
