"""German."""

WORDS = {
    "1024 px": "1024 px",
    "16 Bits": "16 Bit",
    "2048 px": "2048 px",
    "4096 px": "4096 px",
    "512 px": "512 px",
    "8 Bits": "8 Bit",
    "8192 px": "8192 px",
    "85 mm, at eye level": "85 mm, auf Augenhöhe",
    "85 mm, from a little above": "85 mm, von leicht oben",
    (
        "A Python that has PyTorch, which the engine Pixal3D runs in: the folder of a virtual "
        "environment, or an interpreter"
    ): (
        "Ein Python mit PyTorch, in dem die Engine Pixal3D läuft: der Ordner einer virtuellen "
        "Umgebung oder ein Interpreter"
    ),
    "A base color of more than 8 bits cannot be baked into": (
        "In eine Grundfarbe mit mehr als 8 Bit lässt sich nicht backen"
    ),
    "A camera is being matched: Enter keeps, Esc cancels": (
        "Eine Kamera wird angepasst: Enter übernimmt, Esc bricht ab"
    ),
    "A first look: is it the right photo, the right camera": (
        "Ein erster Blick: Stimmen Foto und Kamera"
    ),
    (
        "A folder that the command bundle has made on a computer with network; runtimes are then "
        "installed from it alone"
    ): (
        "Ein Ordner, den der Befehl bundle auf einem Rechner mit Netzwerk angelegt hat; "
        "Laufzeitumgebungen werden dann nur daraus installiert"
    ),
    "A job in the queue needs {name}": "Ein Auftrag in der Warteschlange braucht {name}",
    "A job is running": "Ein Auftrag läuft",
    "A job is running: wait for it, or cancel it first": (
        "Ein Auftrag läuft: erst abwarten oder abbrechen"
    ),
    "A linked duplicate has keys for it": "Ein verknüpftes Duplikat hat Keyframes dafür",
    "A mirror of download.pytorch.org/whl; empty for that itself": (
        "Ein Spiegelserver von download.pytorch.org/whl; leer für diesen selbst"
    ),
    (
        "A package index of one's own; empty for the one that pip's settings name, where a login "
        "belongs, too: in the address it is not kept"
    ): (
        "Ein eigener Paketindex; leer für den aus den Einstellungen von pip, wohin auch eine "
        "Anmeldung gehört: in der Adresse wird sie nicht behalten"
    ),
    "A photo of the same object from another side": (
        "Ein Foto desselben Objekts von einer anderen Seite"
    ),
    "A plain mesh round the object, for physics": (
        "Ein einfaches Mesh um das Objekt herum, für die Physik"
    ),
    "A quarter of the way round, to the left of who took the photo": (
        "Um eine Vierteldrehung versetzt, vom ersten Foto aus nach links"
    ),
    "A quarter of the way round, to the right of who took the photo": (
        "Um eine Vierteldrehung versetzt, vom ersten Foto aus nach rechts"
    ),
    "A second UV layout with wide gaps, for light maps": (
        "Eine zweite UV-Map mit breiten Abständen, für Lightmaps"
    ),
    (
        "A transforms.json that names more photos of the object, and their cameras, in place of "
        "those above: what one photo hides is then seen instead of guessed"
    ): (
        "Eine transforms.json, die weitere Fotos des Objekts und deren Kameras nennt, anstelle der "
        "Fotos oben: Was ein Foto verdeckt, wird dann gesehen statt geraten"
    ),
    "Above Ground": "Bodenabstand",
    "Action": "Aktion",
    "Add Object": "Objekt hinzufügen",
    "Add Settings Preset": "Voreinstellung hinzufügen",
    "Add View": "Neue Ansicht",
    "Add a generated object from its result folder": (
        "Ein erzeugtes Objekt aus seinem Ergebnisordner hinzufügen"
    ),
    "Add both chosen results to the scene, side by side, each with its camera": (
        "Die beiden gewählten Ergebnisse nebeneinander in die Szene einfügen, jedes mit seiner "
        "Kamera"
    ),
    "Add the chosen result to the scene, with its camera": (
        "Das gewählte Ergebnis mit seiner Kamera in die Szene einfügen"
    ),
    "Add to Queue": "Einreihen",
    "Add to Scene": "In Szene einfügen",
    "Added: {name}": "Hinzugefügt: {name}",
    "Allow Online Access in Preferences, System, Network first": (
        "Zuerst in den Einstellungen unter System, Netzwerk den Online-Zugriff erlauben"
    ),
    "Allow Online Access in Preferences, System, Network first, or choose a folder of Wheels": (
        "Zuerst in den Einstellungen unter System, Netzwerk den Online-Zugriff erlauben, oder "
        "einen Ordner mit Wheels wählen"
    ),
    "Also make levels with 50, 25 and 10 % of the faces, which share the material": (
        "Zusätzlich Stufen mit 50, 25 und 10 % der Flächen anlegen, die sich das Material teilen"
    ),
    "Ambient Occlusion": "Ambient Occlusion",
    (
        "An object that would take as many is made at a lower resolution: fewer need less memory "
        "and time, and give less detail"
    ): (
        "Ein Objekt, das so viele Token bräuchte, wird in geringerer Auflösung erzeugt: Weniger "
        "Token brauchen weniger Speicher und Zeit und ergeben weniger Details"
    ),
    "And what runs it, Draft's runtime:": "Und was es ausführt, die Laufzeit von Draft:",
    "Angle": "Winkel",
    "Animate it: insert a key at this frame": "Animieren: ein Keyframe in diesem Frame setzen",
    (
        "Animate the elevation: insert a key at this frame. Object and camera go on matching the "
        "photo, and the object stays on the ground"
    ): (
        "Höhenwinkel animieren: fügt in diesem Bild einen Schlüssel ein. Objekt und Kamera passen "
        "weiter zum Foto, und das Objekt bleibt auf dem Boden"
    ),
    "Another Seed": "Neuer Startwert",
    "Another comparison is under way": "Ein anderer Vergleich läuft gerade",
    "Another photo of the object, from another side": (
        "Ein weiteres Foto des Objekts, von einer anderen Seite"
    ),
    (
        "Another seed is another guess at what the photo does not show; the same one gives the "
        "same object"
    ): (
        "Ein anderer Startwert ergibt eine andere Vermutung über das, was das Foto nicht zeigt; "
        "derselbe ergibt dasselbe Objekt"
    ),
    "Asset": "Asset",
    "Automatic": "Automatisch",
    "Automatic: {choice}": "Automatisch: {choice}",
    "Azimuth": "Azimut",
    "Back": "Hinten",
    "Background": "Hintergrund",
    "Background Removal": "Freistellen",
    "Bake Adjustments": "Anpassungen backen",
    "Bake an occlusion map too; AO Strength in the material says how far it goes": (
        "Auch eine Occlusion-Map backen; AO Strength im Material bestimmt, wie stark sie wirkt"
    ),
    "Begin earlier": "Früher beginnen",
    "Begin later": "Später beginnen",
    "Begin next": "Als Nächstes beginnen",
    "Beginning": "Es geht los",
    "Best": "Maximal",
    (
        "Bits of each channel of the normal map: 16 show no steps on smooth, shiny surfaces, in a "
        "file twice as large"
    ): (
        "Bits pro Kanal der Normalmap: 16 zeigen auf glatten, glänzenden Oberflächen keine Stufen, "
        "bei doppelt so großer Datei"
    ),
    "Blender lacks its brushes: activate one of yours, or choose a picture as the mask": (
        "Blender fehlen seine Pinsel: einen eigenen aktivieren oder ein Bild als Maske wählen"
    ),
    "Blender may not go online: allow it in System, Network": (
        "Blender darf nicht online gehen: unter System, Netzwerk erlauben"
    ),
    "Blender reads no {kind}: save it as JPEG or PNG": (
        "Blender liest kein {kind}: als JPEG oder PNG speichern"
    ),
    "Blender was closed while it ran. Run it again": (
        "Blender wurde geschlossen, während er lief. Noch einmal ausführen"
    ),
    "Blender without a window runs no jobs by itself: ask with wait=True": (
        "Blender ohne Fenster führt von selbst keine Aufträge aus: mit wait=True aufrufen"
    ),
    "Box": "Quader",
    "Built in, in seconds, with nothing to install": (
        "Eingebaut, in Sekunden fertig, ohne Installation"
    ),
    "Built in. Its tools for finishing are not installed": (
        "Eingebaut. Werkzeuge zum Ausarbeiten fehlen"
    ),
    "Camera": "Kamera",
    "Camera Preset": "Kameravorlage",
    "Cancel": "Abbrechen",
    "Cancel Running Job": "Laufenden Auftrag abbrechen",
    "Cancel in the Panel": "Im Panel abbrechen",
    "Canceling": "Wird abgebrochen",
    "Chance that the guess is within 5 degrees; 0 without one": (
        "Wahrscheinlichkeit, dass die Schätzung auf 5 Grad genau ist; 0 ohne Schätzung"
    ),
    "Change the order, the settings or the fate of this job": (
        "Diesen Auftrag verschieben, ändern, wiederholen oder entfernen"
    ),
    "Check": "Prüfen",
    "Check all that Pixal3D needs, and say what helps where something is wrong": (
        "Alles prüfen, was Pixal3D braucht, und sagen, was hilft, wo etwas nicht stimmt"
    ),
    "Choose Mask": "Maske wählen",
    "Choose Photo": "Foto wählen",
    "Choose Result": "Ergebnis wählen",
    "Choose a photo first": "Zuerst ein Foto wählen",
    "Choose a result in the library": "Ein Ergebnis in der Bibliothek wählen",
    "Choose it beside those that are chosen already": "Zusätzlich zu den schon gewählten wählen",
    "Choose picture files and queue an object for each, with the panel's settings": (
        "Bilddateien wählen und für jede ein Objekt einreihen, mit den Einstellungen des Panels"
    ),
    "Choose this result; with Shift more: two to compare, any number to delete": (
        "Dieses Ergebnis wählen; mit der Umschalttaste weitere: zwei zum Vergleichen, beliebig "
        "viele zum Löschen"
    ),
    "Choose two results in the library, the second with Shift": (
        "Zwei Ergebnisse in der Bibliothek wählen, das zweite mit gedrückter Umschalttaste"
    ),
    "Clay": "Ton",
    "Clear": "Leeren",
    "Clear Keys": "Schlüssel löschen",
    "Clear Queue": "Warteschlange leeren",
    "Clear the Queue?": "Warteschlange leeren?",
    "Close": "Schließen",
    "Close the image editor that the mask was painted in": (
        "Den Bildeditor schließen, in dem die Maske gemalt wurde"
    ),
    "Collection": "Sammlung",
    "Collision": "Kollision",
    "Common share of the silhouettes when last compared; 0 never": (
        "Gemeinsamer Anteil der Silhouetten beim letzten Vergleich; 0 ohne Vergleich"
    ),
    "Compare": "Vergleichen",
    "Compare with Photo": "Mit Foto vergleichen",
    "Comparing": "Vergleich läuft",
    "Confidence": "Sicherheit",
    "Convert": "Umwandeln",
    "Convert the Weights?": "Gewichte umwandeln?",
    "Convex Hull": "Konvexe Hülle",
    "Copied: read it before you send it": "Kopiert: vor dem Senden bitte durchlesen",
    "Copy": "Kopieren",
    "Copy Details": "Infos kopieren",
    "Copy what the doctor found, without private paths and names": (
        "Das Ergebnis der Diagnose kopieren, ohne private Pfade und Namen"
    ),
    "Crop": "Ausschnitt",
    "Crop X": "Ausschnitt X",
    "Custom": "Eigene",
    "Cut the object out without a mask; the picture stays in the file": (
        "Das Objekt ohne Maske freistellen; das Bild bleibt in der Datei"
    ),
    "Cut-Out": "Freistellen",
    "Delete": "Löschen",
    "Delete from the Disk?": "Vom Datenträger löschen?",
    "Delete the chosen results from the disk, after asking": (
        "Die gewählten Ergebnisse nach Rückfrage vom Datenträger löschen"
    ),
    "Delete these weights, and what has come of a download that was stopped": (
        "Diese Gewichte löschen, auch den Anfang eines angehaltenen Downloads"
    ),
    "Delete this runtime with all that belongs to it": (
        "Diese Laufzeitumgebung mit allem löschen, was dazugehört"
    ),
    "Delete {folder}, {size}": "{folder} löschen, {size}",
    "Device": "Gerät",
    "Dismiss": "Ausblenden",
    "Doctor": "Diagnose",
    "Done Painting": "Malen beenden",
    "Double the side of the texture, and run the job again": (
        "Die Seitenlänge der Textur verdoppeln und den Auftrag erneut ausführen"
    ),
    "Download": "Herunterladen",
    "Download the model that cuts objects out of any background; shows size and license first": (
        "Das Modell herunterladen, das Objekte aus jedem Hintergrund freistellt; zeigt vorher "
        "Größe und Lizenz"
    ),
    "Download these weights, or go on with it; shows size and licenses first": (
        "Diese Gewichte herunterladen oder den Download fortsetzen; zeigt vorher Größe und Lizenzen"
    ),
    "Download {size}": "{size} herunterladen",
    "Downloaded": "Heruntergeladen",
    "Downloaded, but needs Draft's runtime": (
        "Heruntergeladen, braucht aber Drafts Laufzeitumgebung"
    ),
    "Draft makes the same object with every seed": (
        "Draft erzeugt mit jedem Startwert dasselbe Objekt"
    ),
    "Draft sees the first photo alone. Choose the engine Pixal3D to use them all.": (
        "Draft sieht nur das erste Foto. Mit der Engine Pixal3D werden alle genutzt."
    ),
    "Draft: built in": "Draft: eingebaut",
    "Each photo becomes a job in the queue, with the settings of the panel": (
        "Jedes Foto wird ein Auftrag in der Warteschlange, mit den Einstellungen des Panels"
    ),
    "Elevation": "Höhenwinkel",
    "Elevation changes in Object Mode": "Der Höhenwinkel lässt sich nur im Objektmodus ändern",
    "End Match": "Anpassen beenden",
    "End the match of the camera": "Das Anpassen der Kamera beenden",
    (
        "End the worker, which keeps a network in memory for the next job. That then takes longer "
        "to begin"
    ): (
        "Den Hintergrundprozess beenden, der ein Netz für den nächsten Auftrag im Speicher hält. "
        "Der nächste Auftrag braucht dann länger zum Anlaufen"
    ),
    "Engine": "Engine",
    "Engine that made the object": "Engine, die das Objekt erzeugt hat",
    (
        "Enter: Keep   Esc: Cancel   Drag: Elevation, Turn   Ctrl Drag: Field of View   Circles: "
        "Move, Scale, Roll, Horizon   Ctrl Z: Undo   Shift: Precise   Wheel: Zoom   Home: Fit"
    ): (
        "Enter: Übernehmen   Esc: Abbrechen   Ziehen: Höhenwinkel, Drehung   Strg+Ziehen: "
        "Sichtfeld   Kreise: Verschieben, Skalieren, Rollen, Horizont   Strg+Z: Rückgängig   "
        "Umschalt: Genau   Mausrad: Zoom   Pos1: Einpassen"
    ),
    "Estimate Elevation": "Winkel schätzen",
    "Estimate from the photo how far the camera stood above the object": (
        "Aus dem Foto schätzen, wie hoch die Kamera über dem Objekt stand"
    ),
    "Estimated: {cost} on an {card}": "Geschätzt: {cost} auf einer {card}",
    "Extend": "Erweitern",
    "Faces": "Flächen",
    "Field of View": "Sichtfeld",
    (
        "Field of View {fov:.1f}° ({lens:.0f} mm), Square {square:.1f}°   Elevation "
        "{elevation:.1f}°   Roll {roll:.1f}°   Turn {turn:.1f}°"
    ): (
        "Sichtfeld {fov:.1f}° ({lens:.0f} mm), Quadrat {square:.1f}°   Höhenwinkel "
        "{elevation:.1f}°   Rollen {roll:.1f}°   Drehung {turn:.1f}°"
    ),
    "Field of view of the square about the object": "Sichtfeld des Quadrats um das Objekt",
    "File": "Datei",
    "Fill Holes": "Löcher füllen",
    (
        "Find again how the object stays on the ground at every elevation, after its mesh was "
        "changed. The keys stay"
    ): (
        "Nach einer Änderung am Mesh neu bestimmen, wie das Objekt bei jedem Höhenwinkel auf dem "
        "Boden bleibt. Die Schlüssel bleiben"
    ),
    "Find the subject with the cut-out model": "Das Motiv mit dem Freistellungsmodell finden",
    "Fine enough for most objects": "Fein genug für die meisten Objekte",
    "Finer detail; takes more time and memory": "Feinere Details; braucht mehr Zeit und Speicher",
    "Finish": "Ausarbeitung",
    "Finish Again": "Neu ausarbeiten",
    "Finishing": "Ausarbeitung",
    "Fit to Shape": "An Form anpassen",
    "Focal Length": "Brennweite",
    "Focal length of the lens, as on a 35 mm camera": (
        "Brennweite des Objektivs, auf Kleinbild (35 mm) umgerechnet"
    ),
    "Focal length of the lens, as on a 35 mm camera: the field of view in mm": (
        "Brennweite des Objektivs, auf Kleinbild (35 mm) umgerechnet: das Sichtfeld in mm"
    ),
    "Folder": "Ordner",
    (
        "Folder for generated objects; empty for the extension's own folder, which goes when the "
        "extension is removed"
    ): (
        "Ordner für erzeugte Objekte; leer für den eigenen Ordner der Erweiterung, der mit ihr "
        "gelöscht wird"
    ),
    "Folder of the result": "Ordner des Ergebnisses",
    "Folder of the result on the disk": "Ordner des Ergebnisses auf dem Datenträger",
    (
        "Folder that runtimes are installed in; empty for the extension's own folder, which goes "
        "when the extension is removed"
    ): (
        "Ordner, in den Laufzeitumgebungen installiert werden; leer für den eigenen Ordner der "
        "Erweiterung, der mit ihr gelöscht wird"
    ),
    "For an object that is seen close by": "Für ein Objekt, das von Nahem zu sehen ist",
    "For most objects and scenes": "Für die meisten Objekte und Szenen",
    "For the one object that everybody looks at; wants much memory": (
        "Für das eine Objekt, auf das alle schauen; braucht viel Speicher"
    ),
    "Forget your own defaults: new scenes begin with the built-in ones again": (
        "Die eigenen Vorgaben vergessen: Neue Szenen beginnen wieder mit den eingebauten"
    ),
    "Four photos are all that can be used": "Mehr als vier Fotos lassen sich nicht nutzen",
    "Free Memory": "Speicher freigeben",
    "Free {size}": "{size} freigeben",
    "From": "Von",
    "From any direction": "Aus beliebiger Richtung",
    "From so far that edges stay parallel, seen over a corner": (
        "Aus so großer Ferne, dass Kanten parallel bleiben, über Eck gesehen"
    ),
    "From the opposite side": "Von der gegenüberliegenden Seite",
    "Generate": "Erzeugen",
    "Generate Variations": "Varianten erzeugen",
    "Generate from Several Photos": "Aus mehreren Fotos erzeugen",
    "Generate {count} Objects": "{count} Objekte erzeugen",
    "Generate {count} Variations": "{count} Varianten erzeugen",
    "Get Background Model": "Freistellmodell holen",
    "Give the job the settings of the panel, its camera too. Photos, mask, crop and seed stay": (
        "Dem Auftrag die Einstellungen des Panels geben, auch dessen Kamera. Fotos, Maske, "
        "Ausschnitt und Startwert bleiben"
    ),
    "Give up the comparison with the photo that is under way": (
        "Den laufenden Vergleich mit dem Foto abbrechen"
    ),
    "Go on with the one photo; no file is deleted": (
        "Mit dem einen Foto weitermachen; es wird keine Datei gelöscht"
    ),
    "Guess": "Schätzung",
    "Guess: the shape does not tell": "Schätzung: aus der Form unklar",
    "Guess: {angle}°, fairly sure": "Schätzung: {angle}°, recht sicher",
    "Guess: {angle}°, sure": "Schätzung: {angle}°, sicher",
    "Guidance": "Fototreue",
    "Half-made: install goes on": "Unvollständig: Installieren macht weiter",
    "Halve Max Tokens, the texture's side and large numbers of faces, and run the job again": (
        "Max. Token, Seitenlänge der Textur und hohe Flächenzahlen halbieren und den Auftrag "
        "erneut ausführen"
    ),
    "Height": "Höhe",
    "Hide this message": "Diese Meldung ausblenden",
    "Hide what the doctor found": "Das Ergebnis der Diagnose ausblenden",
    "High": "Hoch",
    "Holes up to this perimeter, as a share of the object's size, are filled": (
        "Löcher bis zu diesem Umfang, als Anteil an der Größe des Objekts, werden gefüllt"
    ),
    "Horizon": "Horizont",
    "Horizontal field of view of the square about the object": (
        "Horizontales Sichtfeld des Quadrats um das Objekt"
    ),
    "Horizontal field of view of the whole photo": "Horizontales Sichtfeld des ganzen Fotos",
    (
        "How closely structure and shape keep to the photo: less is softer and freer, more is "
        "harder and in the end overdone; 1 is none and takes half the time"
    ): (
        "Wie eng sich Struktur und Form an das Foto halten (Guidance): Weniger ist weicher und "
        "freier, mehr ist härter und am Ende übertrieben; 1 schaltet sie ab und braucht nur die "
        "halbe Zeit"
    ),
    "How far a subject that the frame cuts off goes on outside it, in pixels of 512": (
        "Wie weit sich ein vom Bildrand angeschnittenes Motiv außerhalb fortsetzt, in Pixeln von "
        "512"
    ),
    (
        "How far cube and grid are turned about the vertical, to lie along the edges in the photo; "
        "changes nothing of the object"
    ): (
        "Wie weit Würfel und Raster um die Senkrechte gedreht sind, um an den Kanten im Foto zu "
        "liegen; am Objekt ändert das nichts"
    ),
    (
        "How far its lowest point is above the ground; 0 stands on it. To animate it, click the "
        "dot beside it, which keys the object's location"
    ): (
        "Wie weit der tiefste Punkt über dem Boden ist; bei 0 steht es darauf. Zum Animieren auf "
        "den Punkt daneben klicken: Er setzt Keyframes für die Position des Objekts"
    ),
    "How far round the object it was taken, from the first photo to the right": (
        "Wie weit um das Objekt herum das Foto entstand, vom ersten Foto aus nach rechts"
    ),
    "How far the camera stood above the object, positive looking down": (
        "Wie hoch die Kamera über dem Objekt stand; positiv heißt Blick nach unten"
    ),
    (
        "How far the camera stood above the object; turns the object and its camera together, so "
        "that they go on matching the photo. To animate it, click the dot beside it"
    ): (
        "Wie hoch die Kamera über dem Objekt stand; dreht Objekt und Kamera gemeinsam, sodass sie "
        "weiter zum Foto passen. Zum Animieren auf den Punkt daneben klicken"
    ),
    "How far the photo is turned clockwise to be level, before an object is made of it": (
        "Wie weit das Foto im Uhrzeigersinn gedreht wird, um gerade zu sein, bevor daraus ein "
        "Objekt entsteht"
    ),
    (
        "How far the square is moved from where the subject puts it, in its sides, to the right "
        "and upwards"
    ): (
        "Wie weit das Quadrat nach rechts und nach oben von der Stelle verschoben ist, die das "
        "Motiv vorgibt, in Seitenlängen des Quadrats"
    ),
    "How long it took to make": "Wie lange das Erzeugen gedauert hat",
    "How many lower levels of detail there are": "Wie viele gröbere Detailstufen es gibt",
    "How many objects to make of the photo, each with the next seed": (
        "Wie viele Objekte aus dem Foto entstehen, jedes mit dem nächsten Startwert"
    ),
    "How many pages to go on": "Wie viele Seiten weiter",
    "How many times as large the square is as the subject needs: more leaves more room around it": (
        "Größe des Quadrats als Vielfaches dessen, was das Motiv braucht: Mehr lässt ringsum mehr "
        "Platz"
    ),
    (
        "How much of the light that lies in the photo is taken out of its colors; an estimate, "
        "which leaves cast shadows and highlights"
    ): (
        "Wie viel von dem Licht, das im Foto liegt, aus den Farben genommen wird; eine Schätzung, "
        "bei der Schlagschatten und Glanzlichter bleiben"
    ),
    "How much of the photo the texture takes where the photo shows it": (
        "Wie viel die Textur vom Foto übernimmt, wo das Foto die Oberfläche zeigt"
    ),
    (
        "How tall the object is; scales it about its base, and its camera along with it. To "
        "animate it, click the dot beside it, which keys the object's scale"
    ): (
        "Wie hoch das Objekt ist; skaliert es von seiner Unterseite aus, samt Kamera. Zum "
        "Animieren auf den Punkt daneben klicken: Er setzt Keyframes für die Skalierung des Objekts"
    ),
    "How the subject is cut out of the photo": "Wie das Motiv im Foto freigestellt wird",
    "How to finish the object again": "Wie das Objekt neu ausgearbeitet wird",
    "How to finish the result again": "Wie das Ergebnis neu ausgearbeitet wird",
    "Image Empty": "Bild-Empty",
    "Image to 3D": "Bild zu 3D",
    "Incomplete: {size} are missing": "Unvollständig: {size} fehlen",
    "Install": "Installieren",
    "Install Into": "Installieren in",
    "Install it, or go on with it; shows what, how large and where first": (
        "Installieren oder damit weitermachen; zeigt vorher was, wie groß und wohin"
    ),
    "Install or repair what an engine runs in": (
        "Installieren oder reparieren, worin eine Engine läuft"
    ),
    "Installed": "Installiert",
    "Into {folder}": "Nach {folder}",
    "Isometric": "Isometrisch",
    "It could not be started: the disk may be full": (
        "Es konnte nicht gestartet werden: Der Datenträger ist vielleicht voll"
    ),
    "It goes when the extension is removed: choose another to keep your objects": (
        "Er verschwindet, wenn die Erweiterung entfernt wird: einen anderen wählen, um die Objekte "
        "zu behalten"
    ),
    "It has a mask, which would lie on its side: remove that first": (
        "Es hat eine Maske, die dann auf der Seite läge: zuerst die Maske entfernen"
    ),
    "It is being worked on already": "Daran wird schon gearbeitet",
    "It runs": "Läuft",
    "It takes minutes. What they were made of is deleted at the end.": (
        "Es dauert Minuten. Woraus sie entstanden sind, wird am Ende gelöscht."
    ),
    "Its collection: object, camera, levels and collision mesh": (
        "Seine Sammlung: Objekt, Kamera, Detailstufen und Kollisionsmesh"
    ),
    "Job": "Auftrag",
    "Jobs that go, with their settings: {count}. Results stay. This cannot be undone.": (
        "Aufträge, die mit ihren Einstellungen verschwinden: {count}. Ergebnisse bleiben. Das "
        "lässt sich nicht rückgängig machen."
    ),
    "Keep": "Behalten",
    "Keep all settings of the panel under a name, without photo and mask": (
        "Alle Einstellungen des Panels unter einem Namen speichern, ohne Foto und Maske"
    ),
    "Keep what the photo's alpha channel shows": "Behalten, was der Alphakanal des Fotos zeigt",
    "Keep what was matched, instead of setting it back": (
        "Das Angepasste übernehmen, statt es zurückzusetzen"
    ),
    "Key": "Keyframe",
    "Key Elevation": "Höhenwinkel animieren",
    "Key Height or Place": "Höhe oder Ort animieren",
    "Larger Texture": "Größere Textur",
    "Largest dimension of the object": "Größte Abmessung des Objekts",
    "Leave this photo out": "Dieses Foto weglassen",
    "Left": "Links",
    "Lens": "Objektiv",
    "Lens from Photo": "Objektiv aus Foto",
    "Let the network guess anew, with the next seed": (
        "Das Netz neu raten lassen, mit dem nächsten Startwert"
    ),
    (
        "Let the photos that are chosen next have this camera too, and Several Photos: for "
        "pictures that were taken from one tripod"
    ): (
        "Auch die Fotos, die als nächste gewählt werden, haben diese Kamera, und „Mehrere Fotos“: "
        "für Bilder von einem Stativ"
    ),
    "Let the running job end, and begin no other until you resume": (
        "Den laufenden Auftrag zu Ende führen und bis zum Fortsetzen keinen weiteren beginnen"
    ),
    "Levels": "Stufen",
    "Levels of Detail": "Detailstufen",
    "Libraries for finishing: levels of detail, fewer faces, more formats": (
        "Bibliotheken zum Ausarbeiten: Detailstufen, weniger Flächen, mehr Formate"
    ),
    "Library": "Bibliothek",
    "Licenses": "Lizenzen",
    "Light-Map UVs": "Lightmap-UVs",
    "Likeness": "Ähnlichkeit",
    "Likeness of the colors when last compared, in decibels": (
        "Ähnlichkeit der Farben beim letzten Vergleich, in Dezibel"
    ),
    "Linked from another file": "Aus einer anderen Datei verknüpft",
    "Load Settings": "Einstellungen laden",
    "Load Settings of Result": "Einstellungen des Ergebnisses laden",
    "Load into Panel": "Ins Panel laden",
    "Locations and Sources": "Orte und Quellen",
    "Logs": "Logs",
    "Look": "Aussehen",
    "Look Again": "Neu einlesen",
    "Look again at what is in the results folder": "Den Inhalt des Ergebnisordners neu einlesen",
    "Look at every file, and make it anew where one is damaged": (
        "Jede Datei prüfen und neu anlegen, wo eine beschädigt ist"
    ),
    "Look at this computer again: graphics card, runtimes, weights": (
        "Diesen Rechner noch einmal prüfen: Grafikkarte, Laufzeitumgebungen, Gewichte"
    ),
    "Looking at the photo": "Foto wird analysiert",
    "Looking at this computer": "Dieser Rechner wird geprüft",
    "Loose parts below this share of the object's size are dropped": (
        "Lose Teile unter diesem Anteil an der Größe des Objekts entfallen"
    ),
    "Made by {engine}": "Erzeugt mit {engine}",
    "Made by {engine} from the photo “{name}” on {day}": (
        "Erzeugt mit {engine} aus dem Foto „{name}“ am {day}"
    ),
    "Main camera of a phone, 26 mm": "Hauptkamera eines Handys, 26 mm",
    (
        "Make the object again with these settings, without sampling anew, in the background. It "
        "takes this one's place, which is hidden"
    ): (
        "Das Objekt mit diesen Einstellungen im Hintergrund neu ausarbeiten, ohne neues Sampling. "
        "Es tritt an die Stelle des jetzigen, das ausgeblendet wird"
    ),
    "Make the object with Draft, which is built in and needs nothing else": (
        "Das Objekt mit Draft erzeugen; diese Engine ist eingebaut und braucht sonst nichts"
    ),
    (
        "Make the object's camera the scene's, with a square picture like the photo. Pressed "
        "again, it brings back view, camera and picture size of before"
    ): (
        "Die Kamera des Objekts zu der der Szene machen, mit einem quadratischen Bild wie das "
        "Foto. Noch einmal gedrückt, kommen Ansicht, Kamera und Bildgröße von vorher zurück"
    ),
    (
        "Make the result again with these settings, without sampling anew, in the background. It "
        "joins the scene; the old result stays as it is"
    ): (
        "Das Ergebnis mit diesen Einstellungen im Hintergrund neu ausarbeiten, ohne neues "
        "Sampling. Es kommt in die Szene; das alte Ergebnis bleibt, wie es ist"
    ),
    (
        "Make the weights bfloat16, as which the network runs, and delete what they were made of: "
        "half as large, with the same results, and quicker to load"
    ): (
        "Die Gewichte in bfloat16 umwandeln, womit das Netz rechnet, und löschen, woraus sie "
        "entstanden: halb so groß, mit denselben Ergebnissen und schneller geladen"
    ),
    "Mark Result as Asset": "Ergebnis als Asset markieren",
    "Mark as Asset": "Als Asset markieren",
    "Mask": "Maske",
    "Match": "Deckung",
    "Match Camera": "Kamera anpassen",
    "Material": "Material",
    "Max Tokens": "Max. Token",
    "Measured By": "Gemessen an",
    "Megabytes a second that downloads of weights take at most; 0 for no limit": (
        "Megabyte pro Sekunde, die das Herunterladen von Gewichten höchstens nimmt; 0 für keine "
        "Grenze"
    ),
    "Metallic": "Metallisch",
    "Middle of the object, as a share of the photo's width and height": (
        "Mitte des Objekts, als Anteil an Breite und Höhe des Fotos"
    ),
    "Mirror": "Spiegelserver",
    "Model": "Modell",
    "More Views": "Mehr Ansichten",
    "More photos of the object, from other sides": "Weitere Fotos des Objekts, von anderen Seiten",
    "More ways to a photo": "Weitere Wege zu einem Foto",
    (
        "Most triangles that the object may have: more keep finer shapes, fewer are lighter in "
        "scenes and games"
    ): (
        "Wie viele Dreiecke das Objekt höchstens haben darf: Mehr erhalten feinere Formen, weniger "
        "belasten Szenen und Spiele nicht so stark"
    ),
    "Move": "Verschieben",
    "Move Down": "Nach unten",
    "Move Up": "Nach oben",
    "Move to Top": "Ganz nach oben",
    "Needs a 3D Viewport": "Braucht ein 3D-Ansichtsfenster",
    "Needs a window": "Braucht ein Fenster",
    "New scenes begin with the settings that this scene has now, without its photo and mask": (
        "Neue Szenen beginnen mit den jetzigen Einstellungen dieser Szene, ohne Foto und Maske"
    ),
    "New scenes begin with these settings": "Neue Szenen beginnen mit diesen Einstellungen",
    "No camera is being matched": "Es wird keine Kamera angepasst",
    "No camera was matched to this photo": "Diesem Foto wurde keine Kamera angepasst",
    "No collision mesh": "Kein Kollisions-Mesh",
    "No file was chosen": "Keine Datei gewählt",
    "No file was dropped": "Keine Datei abgelegt",
    "No job failed": "Kein Auftrag ist fehlgeschlagen",
    "No job is running": "Es läuft kein Auftrag",
    "No job waits": "Kein Auftrag wartet",
    "No job waits or has failed": "Kein Auftrag wartet oder ist fehlgeschlagen",
    "No mask is being painted": "Es wird keine Maske gemalt",
    "No object waits to be selected": "Kein Objekt wartet darauf, ausgewählt zu werden",
    "No presets yet": "Noch keine Voreinstellungen",
    "No results yet": "Noch keine Ergebnisse",
    "None": "Keine",
    "Normal Map": "Normalmap",
    "Not downloaded: {size}": "Nicht heruntergeladen: {size}",
    "Not downloaded: {size}, the rest is in Hugging Face's cache": (
        "Nicht heruntergeladen: {size}, der Rest ist im Cache von Hugging Face"
    ),
    "Not installed": "Nicht installiert",
    "Not measured here yet": "Hier noch nicht gemessen",
    "Not measured yet": "Noch nicht gemessen",
    "Note": "Notiz",
    "Nothing found": "Nichts gefunden",
    "Nothing has been rendered yet": "Es wurde noch nichts gerendert",
    "Object": "Objekt",
    "Occlusion": "Occlusion",
    "Of an earlier version, or incomplete": "Von einer früheren Version oder unvollständig",
    "Offer this object in the Asset Browser, with a preview, tags and where it came from": (
        "Dieses Objekt im Asset-Browser anbieten, mit Vorschau, Tags und Herkunft"
    ),
    "One closed surface without inner parts, for printing and booleans": (
        "Eine geschlossene Oberfläche ohne innere Teile, für 3D-Druck und boolesche Operationen"
    ),
    "One of the results has no mesh that could be added": (
        "Eines der Ergebnisse hat kein Mesh, das sich einfügen ließe"
    ),
    "Open Folder": "Ordner öffnen",
    "Open Folder of Result": "Ordner des Ergebnisses öffnen",
    "Open Log": "Log öffnen",
    "Open Log of Worker": "Log des Arbeitsprozesses öffnen",
    "Open a picture file as the photo": "Eine Bilddatei als Foto öffnen",
    "Open a picture file as the photo; of several, queue an object each": (
        "Eine Bilddatei als Foto öffnen; bei mehreren für jede ein Objekt einreihen"
    ),
    "Open a picture of the photo's size, white where the object is, as its mask": (
        "Ein Bild von der Größe des Fotos als Maske öffnen, weiß, wo das Objekt ist"
    ),
    "Open the Pixal3D tab of the sidebar": "Den Reiter Pixal3D der Seitenleiste öffnen",
    "Open the folder with what the worker, the runtimes' set-up and downloads wrote": (
        "Den Ordner mit den Logs von Hintergrundprozess, Einrichtung der Laufzeitumgebungen und "
        "Downloads öffnen"
    ),
    "Or a File": "Oder Datei",
    "Output": "Ausgabe",
    "Overlap": "Überlappung",
    "Own Elevation": "Eigener Höhenwinkel",
    "Own Guidance": "Eigene Fototreue",
    "Own Steps": "Eigene Schritte",
    "Package Index": "Paketindex",
    "Paint Mask": "Maske malen",
    (
        "Paint what is to be kept of the photo, beginning with what was found: white keeps, black "
        "(hold Ctrl) cuts away"
    ): (
        "Malen, was vom Foto bleiben soll, ausgehend von dem, was gefunden wurde: Weiß behält, "
        "Schwarz (Strg halten) schneidet weg"
    ),
    "Part": "Teil",
    "Paste Photo": "Foto einfügen",
    "Pause": "Pause",
    "Pause Queue": "Warteschlange anhalten",
    "Phone": "Handy",
    "Photo": "Foto",
    "Photo Field of View": "Sichtfeld des Fotos",
    "Photo From": "Foto aus",
    "Photo Strength": "Fotoanteil",
    "Photo for Image to 3D": "Foto für Bild zu 3D",
    "Photo from Render": "Foto aus Rendering",
    "Photo from Viewport": "Foto aus Ansichtsfenster",
    "Photo's Alpha": "Alpha des Fotos",
    "Plain Backdrop": "Einfarbig",
    "Portrait": "Porträt",
    "Position": "Position",
    "Preferences": "Einstellungen",
    "Preferences of Pixal3D": "Einstellungen von Pixal3D",
    "Preset": "Vorlage",
    "Preview": "Vorschau",
    "Product": "Produkt",
    (
        "Put the problem, the settings, versions and the end of the log on the clipboard, to "
        "report it. Private paths and names are left out"
    ): (
        "Das Problem, die Einstellungen, Versionen und das Ende des Logs in die Zwischenablage "
        "kopieren, um es zu melden. Private Pfade und Namen bleiben außen vor"
    ),
    "Put the square back to where the subject puts it": (
        "Das Quadrat wieder an die Stelle setzen, die das Motiv vorgibt"
    ),
    (
        "Put what the sliders do into copies of the textures, for exports to other programs, and "
        "set the sliders back"
    ): (
        "Die Wirkung der Regler in Kopien der Texturen übertragen, für den Export in andere "
        "Programme, und die Regler zurücksetzen"
    ),
    "PyTorch Index": "PyTorch-Index",
    "PyTorch for this computer's graphics card, and what Pixal3D needs": (
        "PyTorch für die Grafikkarte dieses Rechners und was Pixal3D braucht"
    ),
    "Quality": "Qualität",
    "Queue": "Warteschlange",
    "Queue Paused: Resume": "Angehalten: Fortsetzen",
    "Queue the photo several times, each with the next seed": (
        "Das Foto mehrmals einreihen, jedes Mal mit dem nächsten Startwert"
    ),
    "Raw": "Roh",
    "Read the photo once more, after it was edited or loaded again": (
        "Das Foto noch einmal lesen, nachdem es bearbeitet oder neu geladen wurde"
    ),
    "Reading the results folder": "Der Ergebnisordner wird gelesen",
    "Ready, waiting for Object Mode": "Fertig, wartet auf den Objektmodus",
    "Ready, waiting for a scene of this file": "Fertig, wartet auf eine Szene dieser Datei",
    "Ready, waiting for the bake": "Fertig, wartet auf das Backen",
    "Ready, waiting for the render": "Fertig, wartet auf das Rendering",
    "Ready, waiting for the transform": "Fertig, wartet auf das Ende der Transformation",
    "Refresh Library": "Bibliothek aktualisieren",
    "Relief": "Relief",
    "Remove": "Entfernen",
    "Remove Mask": "Maske entfernen",
    "Remove Shading": "Licht entfernen",
    "Remove View": "Ansicht entfernen",
    "Remove Views": "Ansichten entfernen",
    "Remove a plain or smoothly lit backdrop": (
        "Einen einfarbigen oder weich ausgeleuchteten Hintergrund entfernen"
    ),
    "Remove the animation of the elevation; it stays as it is in this frame": (
        "Die Animation des Höhenwinkels entfernen; er bleibt, wie er in diesem Bild ist"
    ),
    "Render": "Rendering",
    (
        "Render the object without light through its camera and show it beside the photo, with "
        "their difference: how much of the silhouettes is common, and how alike the colors are"
    ): (
        "Das Objekt ohne Licht durch seine Kamera rendern und neben dem Foto zeigen, mit dem "
        "Unterschied: wie weit sich die Silhouetten decken und wie ähnlich die Farben sind"
    ),
    "Read every byte of these weights, and download again what is damaged, nothing else": (
        "Jedes Byte dieser Gewichte lesen und, was beschädigt ist, neu herunterladen, sonst nichts"
    ),
    "Repair": "Reparieren",
    "Reset Crop": "Ausschnitt zurücksetzen",
    "Reset Settings": "Einstellungen zurücksetzen",
    "Resolution": "Auflösung",
    "Restore Factory Defaults": "Werksvorgaben laden",
    "Result": "Ergebnis",
    "Results": "Ergebnisse",
    "Resume": "Fortsetzen",
    "Resume Queue": "Warteschlange fortsetzen",
    "Retry": "Wiederholen",
    "Retry All": "Alle wiederholen",
    "Retry All Jobs": "Alle Aufträge wiederholen",
    "Right": "Rechts",
    "Roll": "Rollen",
    "Rotate Photo": "Foto drehen",
    "Roughness": "Rauheit",
    "Run all jobs again that failed or were interrupted": (
        "Alle fehlgeschlagenen oder unterbrochenen Aufträge erneut ausführen"
    ),
    "Run it again": "Erneut ausführen",
    "Run the job that failed again, as it was": (
        "Den fehlgeschlagenen Auftrag unverändert erneut ausführen"
    ),
    "Run the jobs that wait, one after the other": "Die wartenden Aufträge nacheinander ausführen",
    "Runs in the runtime that is named below.": "Läuft in der unten genannten Laufzeitumgebung.",
    "Runtime": "Laufzeitumgebung",
    "Saturation": "Sättigung",
    "Save Report": "Bericht speichern",
    "Save as Defaults": "Als Vorgabe speichern",
    "Saved: {path}": "Gespeichert: {path}",
    "Scale": "Skalierung",
    "Search": "Suchen",
    "See It in the Viewport": "Im Ansichtsfenster sehen",
    "See the object another way": "Das Objekt anders anzeigen",
    "Seed": "Startwert",
    "Select a generated object": "Ein erzeugtes Objekt auswählen",
    "Select an empty that shows an image": "Ein Empty auswählen, das ein Bild zeigt",
    "Select the Added Object": "Hinzugefügtes Objekt auswählen",
    (
        "Select the object that was added last. It left your selection alone, since you had turned "
        "to something else"
    ): (
        "Das zuletzt hinzugefügte Objekt auswählen. Es hat Ihre Auswahl in Ruhe gelassen, weil Sie "
        "sich etwas anderem zugewandt hatten"
    ),
    "Set Up Runtime": "Laufzeitumgebung einrichten",
    "Set how far the camera stood above the object, instead of as in the first photo": (
        "Selbst angeben, wie hoch die Kamera über dem Objekt stand, statt den Wert des ersten "
        "Fotos zu nehmen"
    ),
    "Set it in the panel Result, then finish the object again": (
        "Im Panel „Ergebnis“ einstellen, dann das Objekt neu ausarbeiten"
    ),
    "Set lens and elevation as such photos are often taken": (
        "Objektiv und Höhenwinkel so setzen, wie solche Fotos oft aufgenommen werden"
    ),
    "Set photo, camera and all settings of the panel to what made this result": (
        "Foto, Kamera und alle Einstellungen des Panels auf das setzen, womit dieses Ergebnis "
        "entstand"
    ),
    (
        "Set the elevation to what the finished shape tells: what the object would rest on, what "
        "would be plumb, and what would mirror it. Object and camera turn together"
    ): (
        "Den Höhenwinkel übernehmen, den die fertige Form verrät: durch ihre Standfläche, ihre "
        "Senkrechten und ihre Symmetrie. Objekt und Kamera drehen sich gemeinsam"
    ),
    (
        "Set the focal length that the camera wrote into the photo's file. It does not hold for a "
        "photo that was cropped since"
    ): (
        "Die Brennweite einstellen, die die Kamera in die Datei des Fotos geschrieben hat. Für ein "
        "danach beschnittenes Foto gilt sie nicht"
    ),
    "Set the guidance, instead of what the weights ask for": (
        "Die Fototreue selbst angeben, statt die der Gewichte zu nehmen"
    ),
    "Set the panel to the settings of the job": (
        "Das Panel auf die Einstellungen des Auftrags setzen"
    ),
    "Set the panel to what made this object": (
        "Das Panel auf die Einstellungen setzen, mit denen dieses Objekt entstand"
    ),
    "Set the steps, instead of as many as the weights ask for": (
        "Die Zahl der Schritte selbst angeben, statt die der Gewichte zu nehmen"
    ),
    (
        "Set these settings to what new scenes begin with. Photo and mask stay. For a single one, "
        "use Reset to Default in its own context menu"
    ): (
        "Diese Einstellungen auf die Vorgaben neuer Szenen setzen. Foto und Maske bleiben. Für "
        "eine einzelne Einstellung genügt ihr Kontextmenü: „Auf Standardwert zurücksetzen“"
    ),
    "Sets faces, texture, resolution, steps and tokens at once": (
        "Stellt Flächen, Textur, Auflösung, Schritte und Token auf einmal ein"
    ),
    "Settings": "Einstellungen",
    "Settings Presets": "Voreinstellungen",
    "Settings of New Scenes": "Vorgaben neuer Szenen",
    "Settings of the job as JSON": "Einstellungen des Auftrags als JSON",
    "Several Photos": "Mehrere Fotos",
    "Several Views": "Mehrere Ansichten",
    "Shading of the Viewport": "Shading des Ansichtsfensters",
    "Show": "Anzeigen",
    "Show Its Settings": "Einstellungen zeigen",
    "Show What Went Wrong": "Zeigen, was schiefging",
    "Show in the panel why it failed, and what helps": (
        "Im Panel zeigen, warum er fehlschlug und was hilft"
    ),
    "Show other results; after the last page comes the first": (
        "Andere Ergebnisse zeigen; nach der letzten Seite kommt die erste"
    ),
    "Show the files of this result": "Die Dateien dieses Ergebnisses zeigen",
    "Show the licenses of all that is shipped, installed or downloaded": (
        "Die Lizenzen von allem zeigen, was mitgeliefert, installiert oder heruntergeladen wird"
    ),
    (
        "Show the photo with a cube on the ground over it, and find field of view and elevation by "
        "hand"
    ): (
        "Das Foto mit einem Würfel auf dem Boden darüber zeigen und Sichtfeld und Höhenwinkel von "
        "Hand finden"
    ),
    "Show the results that have these words in their name, engine or date": (
        "Die Ergebnisse zeigen, die diese Wörter in Name, Engine oder Datum haben"
    ),
    "Show what the worker wrote": "Zeigen, was der Hintergrundprozess geschrieben hat",
    "Side of the cube, as a share of the photo's longer side": (
        "Kantenlänge des Würfels, als Anteil an der längeren Seite des Fotos"
    ),
    (
        "Side of the textures in pixels: more keep finer detail of the photo, and take more memory "
        "and disk"
    ): (
        "Seitenlänge der Texturen in Pixeln: Mehr erhalten feinere Details des Fotos und brauchen "
        "mehr Arbeits- und Festplattenspeicher"
    ),
    "Size": "Größe",
    "Smallest Part": "Kleinstes Teil",
    "Speed Limit": "Höchstgeschwindigkeit",
    "Square about the Object: {angle:.1f}°": "Quadrat um das Objekt: {angle:.1f}°",
    "Standard": "Standard",
    "Start the runtime, to see whether Pixal3D can run in it": (
        "Die Laufzeitumgebung starten, um zu prüfen, ob Pixal3D darin läuft"
    ),
    "Step": "Schritt",
    "Steps": "Schritte",
    "Steps of sampling for each stage: more are cleaner up to a point, and take as much longer": (
        "Sampling-Schritte je Phase: Mehr Schritte ergeben bis zu einem gewissen Punkt ein "
        "saubereres Ergebnis und dauern entsprechend länger"
    ),
    "Stop": "Stopp",
    "Stop Comparing": "Vergleich abbrechen",
    "Stop it; what has come is kept": "Anhalten; was schon da ist, bleibt",
    "Stop the running job": "Den laufenden Auftrag abbrechen",
    "Stop the running job, where the pointer is over the Pixal3D tab": (
        "Den laufenden Auftrag abbrechen, wenn der Zeiger über dem Reiter Pixal3D steht"
    ),
    "Studio": "Studio",
    "Take all jobs out of the queue that do not run, after asking": (
        "Alle Aufträge aus der Warteschlange nehmen, die nicht laufen, nach einer Rückfrage"
    ),
    "Take it out of the queue": "Aus der Warteschlange nehmen",
    "Takes Pixal3D and its weights for several views, which are here.": (
        "Braucht Pixal3D und dessen Gewichte für mehrere Ansichten; sie sind da."
    ),
    "Takes Pixal3D and its weights for several views, {size} more.": (
        "Braucht Pixal3D und seine Gewichte für mehrere Ansichten, weitere {size}."
    ),
    (
        "Takes the place of https://huggingface.co and https://github.com when weights are "
        "downloaded; empty for these. Its token belongs in the environment variable PIXAL3D_TOKEN: "
        "a login in the address is not kept"
    ): (
        "Tritt beim Herunterladen von Gewichten an die Stelle von https://huggingface.co und "
        "https://github.com; leer für diese selbst. Sein Token gehört in die Umgebungsvariable "
        "PIXAL3D_TOKEN: eine Anmeldung in der Adresse wird nicht behalten"
    ),
    "Texture": "Textur",
    "That folder is no result": "Dieser Ordner ist kein Ergebnis",
    "The base color texture in the viewport's studio light": (
        "Die Grundfarbe im Studiolicht des Ansichtsfensters"
    ),
    "The base color texture without light, as the photo has it": (
        "Die Grundfarbe ohne Licht, so wie im Foto"
    ),
    "The best engine that can run here": "Die beste Engine, die hier läuft",
    "The box round the object": "Der Quader um das Objekt",
    "The camera shows no photo any more": "Die Kamera zeigt kein Foto mehr",
    "The camera that sees what the photo shows": "Die Kamera, die sieht, was das Foto zeigt",
    "The defaults are the built-in ones": "Es gelten schon die eingebauten Vorgaben",
    "The doctor looks": "Diagnose läuft",
    "The elevation has no keys": "Der Höhenwinkel hat keine Keyframes",
    "The elevation that the finished shape tells": (
        "Der Höhenwinkel, der sich aus der fertigen Form ergibt"
    ),
    "The extension's own folder": "Der eigene Ordner der Erweiterung",
    "The frame cuts the object off": "Das Objekt ist angeschnitten",
    "The full model; needs the runtime and weights of the preferences": (
        "Das volle Modell; braucht Laufzeitumgebung und Gewichte aus den Einstellungen der "
        "Erweiterung"
    ),
    "The level of detail that viewport and renders show": (
        "Die Detailstufe, die Ansichtsfenster und Rendering zeigen"
    ),
    "The material has no sliders any more": "Das Material hat keine Regler mehr",
    "The object alone; its camera and its levels of detail are left out": (
        "Nur das Objekt; Kamera und Detailstufen bleiben außen vor"
    ),
    "The object is in no collection of its own": "Das Objekt ist in keiner eigenen Sammlung",
    "The object's convex hull, of at most some 400 faces": (
        "Die konvexe Hülle des Objekts, mit höchstens rund 400 Flächen"
    ),
    "The object's location, which its place above ground follows": (
        "Die Position des Objekts, der der Abstand vom Boden folgt"
    ),
    "The object's scale, which its height follows": (
        "Die Skalierung des Objekts, der die Höhe folgt"
    ),
    "The object's settings are damaged": "Die Einstellungen des Objekts sind beschädigt",
    "The photo is linked from another file: make it local first": (
        "Das Foto ist aus einer anderen Datei verknüpft: zuerst lokal machen"
    ),
    "The photo to turn into a 3D object": "Das Foto, aus dem ein 3D-Objekt werden soll",
    "The photo's alpha where it has some, else the best way there is": (
        "Das Alpha des Fotos, wo es eines hat, sonst der beste verfügbare Weg"
    ),
    "The photo's file does not tell its lens": "Die Fotodatei verrät die Brennweite nicht",
    "The picture file": "Die Bilddatei",
    "The queue is not paused": "Die Warteschlange ist nicht angehalten",
    "The queue is paused": "Die Warteschlange ist angehalten",
    "The render cannot be read: render again, then try again": (
        "Das Rendering lässt sich nicht lesen: neu rendern und noch einmal versuchen"
    ),
    "The result's folder is gone; generate the object again": (
        "Der Ordner des Ergebnisses ist weg; das Objekt neu erzeugen"
    ),
    "The result's folder is gone; the object needs none of it": (
        "Der Ordner des Ergebnisses ist weg; das Objekt braucht ihn nicht"
    ),
    "The shape alone in one grey": "Nur die Form, in einheitlichem Grau",
    "The shape does not tell the elevation": "Die Form verrät den Höhenwinkel nicht",
    "The sliders change nothing that a texture could hold": (
        "Die Regler ändern nichts, was eine Textur aufnehmen könnte"
    ),
    "The viewport cannot be drawn to a picture here": (
        "Das Ansichtsfenster lässt sich hier nicht in ein Bild zeichnen"
    ),
    "The whole material, with what its sliders do": (
        "Das ganze Material, mit der Wirkung seiner Regler"
    ),
    "The worker has given its memory back": (
        "Der Hintergrundprozess hat seinen Speicher freigegeben"
    ),
    "The worker is busy": "Der Hintergrundprozess ist beschäftigt",
    "There are no more views": "Es gibt keine weiteren Ansichten",
    "There is no log yet": "Es gibt noch kein Log",
    "There is no problem": "Es gibt kein Problem",
    "There is nothing left to change": "Es gibt nichts mehr zu ändern",
    "This Blender has no NumPy: Install brings it": (
        "Diesem Blender fehlt NumPy: Installieren bringt es mit"
    ),
    "This computer could not be looked at": "Dieser Rechner ließ sich nicht prüfen",
    "This computer is being looked at first: try again in a moment": (
        "Dieser Rechner wird erst geprüft: gleich noch einmal versuchen"
    ),
    "This computer is still being looked at": "Dieser Rechner wird noch geprüft",
    "This job is not waiting any more": "Dieser Auftrag wartet nicht mehr",
    "This object has no camera of its own": "Dieses Objekt hat keine eigene Kamera",
    "This result has no mesh that could be added": (
        "Dieses Ergebnis hat kein Mesh, das sich einfügen ließe"
    ),
    "This result is damaged": "Dieses Ergebnis ist beschädigt",
    "This result is no longer there": "Dieses Ergebnis ist nicht mehr da",
    "This scene is linked from another file": "Diese Szene ist aus einer anderen Datei verknüpft",
    "Time": "Zeit",
    "Tint": "Tönung",
    "To have these weights again, they have to be downloaded again.": (
        "Um diese Gewichte wieder zu haben, müssen sie neu heruntergeladen werden."
    ),
    "Turn": "Drehung",
    "Turn Page": "Umblättern",
    "Turn the photo a quarter clockwise, where it lies on its side. The file stays as it is": (
        "Das Foto um eine Vierteldrehung im Uhrzeigersinn drehen, wenn es auf der Seite liegt. Die "
        "Datei bleibt, wie sie ist"
    ),
    (
        "Turn the photo into a textured 3D object, in the background. While a job runs, the new "
        "one waits in the queue with the settings of now"
    ): (
        "Aus dem Foto im Hintergrund ein texturiertes 3D-Objekt machen. Läuft schon ein Auftrag, "
        "wartet der neue mit den jetzigen Einstellungen in der Warteschlange"
    ),
    "Unknown": "Unbekannt",
    "Unlit": "Flach",
    "Update": "Aktualisieren",
    "Use": "Nutzen",
    "Use Camera for Other Photos": "Kamera für andere Fotos verwenden",
    "Use Draft": "Draft verwenden",
    "Use Guessed Elevation": "Geschätzten Höhenwinkel übernehmen",
    "Use Less Memory": "Speicher sparen",
    "Use as Photo for Image to 3D": "Als Foto für Bild zu 3D verwenden",
    "Use for Image to 3D": "Für Bild zu 3D verwenden",
    "Use for Other Photos": "Für andere Fotos verwenden",
    "Use the Panel's Settings": "Einstellungen des Panels nutzen",
    "Use the image of the selected image empty as the photo": (
        "Das Bild des ausgewählten Bild-Emptys als Foto verwenden"
    ),
    (
        "Use the last render as the photo, as it looks; field of view, elevation and roll are the "
        "scene camera's own"
    ): (
        "Das letzte Rendering als Foto verwenden, so wie es aussieht; Sichtfeld, Höhenwinkel und "
        "Rollen sind die der Szenenkamera"
    ),
    "Use the picture or file on the clipboard as the photo; of several, queue an object each": (
        "Bild oder Datei der Zwischenablage als Foto nehmen; bei mehreren je ein Objekt einreihen"
    ),
    (
        "Use what the 3D Viewport shows as the photo, without overlays and with nothing behind; "
        "field of view and elevation are the view's own"
    ): (
        "Als Foto verwenden, was das 3D-Ansichtsfenster zeigt, ohne Überlagerungen und mit leerem "
        "Hintergrund; Sichtfeld und Höhenwinkel sind die der Ansicht"
    ),
    "Variations": "Varianten",
    "View": "Ansicht",
    "View Through Camera": "Durch Kamera sehen",
    "Viewport": "Ansichtsfenster",
    "Views": "Ansichten",
    (
        "Voxels along the side of the object's cube: more give finer detail, and take more time "
        "and memory"
    ): (
        "Voxel entlang einer Kante des Würfels um das Objekt: Mehr ergeben feinere Details und "
        "brauchen mehr Zeit und Speicher"
    ),
    "Watertight": "Wasserdicht",
    "Weights": "Gewichte",
    "What becomes the asset": "Was zum Asset wird",
    "What gets the key": "Was das Keyframe bekommt",
    "What is known about the camera that took the photo": (
        "Was über die Kamera bekannt ist, die das Foto aufgenommen hat"
    ),
    "What makes the object": "Womit das Objekt erzeugt wird",
    "What sort of photo it is": "Was für ein Foto es ist",
    "What sort of result this is": "Was für ein Ergebnis das ist",
    "What the Pixal3D tab of the sidebar can do": "Was der Tab Pixal3D der Seitenleiste kann",
    "What the viewport shows": "Was das Ansichtsfenster zeigt",
    "What the weights were published with": (
        "Die Auflösung, mit der die Gewichte veröffentlicht wurden"
    ),
    "What to do with it": "Was damit geschehen soll",
    "What you have set yourself": "Was selbst eingestellt wurde",
    "Wheels": "Wheels",
    "Where it was taken from, as seen from the first photo": (
        "Von wo das Foto aufgenommen wurde, vom ersten Foto aus gesehen"
    ),
    "Whether the folder has what the engine made before it was finished": (
        "Ob der Ordner enthält, was die Engine vor der Ausarbeitung erzeugt hat"
    ),
    "White where the subject is, of the photo's size or proportions; empty to cut it out": (
        "Weiß, wo das Motiv ist, in Größe oder Seitenverhältnis des Fotos; leer, um es "
        "freizustellen"
    ),
    "Whole Photo": "Ganzes Foto",
    "Wireframe": "Drahtgitter",
    "Works in Object Mode": "Geht nur im Objektmodus",
    "Works in a 3D Viewport": "Geht nur im 3D-Ansichtsfenster",
    (
        "Write what the doctor finds and the ends of the logs into a zip, to report a problem. "
        "Private paths, names and tokens are left out"
    ): (
        "Was der Doktor findet und die Enden der Protokolle in ein Zip schreiben, um ein Problem "
        "zu melden. Private Pfade, Namen und Tokens werden weggelassen"
    ),
    "Yaw": "Drehung",
    "Yaw needs XYZ Euler rotation": "Drehung braucht die Rotation XYZ-Euler",
    "checking": "wird geprüft",
    "no difference in color": "kein Farbunterschied",
    "no occlusion": "ohne Occlusion",
    "none": "keine",
    "not checked yet": "noch nicht geprüft",
    "occlusion": "mit Occlusion",
    "off": "aus",
    "on": "an",
    "ready": "bereit",
    "resolution of the weights": "Auflösung der Gewichte",
    "resolution {number}": "Auflösung {number}",
    "seed {seed}": "Startwert {seed}",
    "steps of the weights": "Schrittzahl der Gewichte",
    "{count:,} damaged": "{count:,} beschädigt",
    "{count} more": "{count} weitere",
    "{count} results, {size}": "{count} Ergebnisse, {size}",
    "{engine} on this machine: about {cost}, estimated": (
        "{engine} auf diesem Rechner: etwa {cost}, geschätzt"
    ),
    "{engine} on this machine: {cost}": "{engine} auf diesem Rechner: {cost}",
    "{engine}, {faces:,} faces, {seconds:.1f} s": "{engine}, {faces:,} Flächen, {seconds:.1f} s",
    "{engine}: about {cost}, estimated": "{engine}: etwa {cost}, geschätzt",
    "{faces:,} faces": "{faces:,} Flächen",
    (
        "{faces:,} faces, {side} px. Pixal3D: {resolution}, {steps}, {tokens:,} tokens, "
        "{occlusion}, {bits}-bit normals"
    ): (
        "{faces:,} Flächen, {side} px. Pixal3D: {resolution}, {steps}, {tokens:,} Token, "
        "{occlusion}, Normalen mit {bits} Bit"
    ),
    "{minutes:.0f} min left": "noch {minutes:.0f} min",
    "{name} cannot be read": "{name} lässt sich nicht lesen",
    "{name} is not a picture that Blender can read": "{name} ist kein Bild, das Blender lesen kann",
    "{name} · seed {seed}": "{name} · Startwert {seed}",
    "{number} steps": "{number} Schritte",
    "{page} of {pages}": "{page} von {pages}",
    "{page}, {count:,} found": "{page}, {count:,} gefunden",
    "{seconds:.0f} s left": "noch {seconds:.0f} s",
    "{share:.1f} % of the silhouettes in common, {likeness}": (
        "{share:.1f} % der Silhouetten stimmen überein, {likeness}"
    ),
    "{size} are free there": "Dort sind {size} frei",
    "{use}. {settings}. {cost}": "{use}. {settings}. {cost}",
    "{what}: {size}. Objects in scenes stay. This cannot be undone.": (
        "{what}: {size}. Objekte in Szenen bleiben. Das lässt sich nicht rückgängig machen."
    ),
}
