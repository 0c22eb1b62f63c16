"""German, of the sentences that come to Blender finished: see `blender.say.told`.

"{}" stands for a value. A translation may name them by number: "{1} of {0}".
"""

SENTENCES = {
    "(pip's words are in {}.)": "(Die Ausgabe von pip steht in {}.)",
    "A JPEG texture needs {}, which this Python has not got.": (
        "Eine JPEG-Textur braucht {}, was diesem Python fehlt."
    ),
    "A convex hull needs {}, which this Python has not got.": (
        "Eine konvexe Hülle braucht {}, was diesem Python fehlt."
    ),
    "A file of another model or version is in its place: get the weights again.": (
        "An seiner Stelle liegt eine Datei eines anderen Modells oder einer anderen Version: die "
        "Gewichte neu holen."
    ),
    "A file of the runtime could not be written.": (
        "Eine Datei der Laufzeitumgebung konnte nicht geschrieben werden."
    ),
    "A finished mesh cannot be given another {}.": (
        "Bei einem fertigen Mesh lässt sich „{}“ nicht mehr ändern."
    ),
    "A graphics card by {}": "Eine Grafikkarte von {}",
    "A layout for light maps needs {}, which this Python has not got.": (
        "Eine UV-Map für Lightmaps braucht {}, was diesem Python fehlt."
    ),
    "A movie, an image sequence or a tiled image is not one photo.": (
        "Ein Film, eine Bildsequenz oder ein gekacheltes Bild ist kein einzelnes Foto."
    ),
    "A package is not the one that was pinned, and was refused.": (
        "Ein Paket ist nicht das festgelegte und wurde abgelehnt."
    ),
    "A render result holds no pixels that can be read.": (
        "Ein Rendering-Ergebnis enthält keine lesbaren Pixel."
    ),
    "A texture of the material cannot be read.": (
        "Eine Textur des Materials lässt sich nicht lesen."
    ),
    "A {} is no {}.": "{} ist kein {}.",
    "AMD has one: install that into a Python 3.11 of its own, and name it as Runtime.": (
        "AMD hat einen: diesen in ein eigenes Python 3.11 installieren und es als Laufzeitumgebung "
        "angeben."
    ),
    "AMD's kernel driver shows no compute device: install amdgpu, then try again.": (
        "AMDs Kerneltreiber zeigt kein Rechengerät: amdgpu installieren, dann erneut versuchen."
    ),
    "Add PyTorch's CPU index to pip's settings (extra-index-url), then try again.": (
        "Den CPU-Index von PyTorch in die Einstellungen von pip eintragen (extra-index-url), dann "
        "erneut versuchen."
    ),
    "Add yourself to the group render, log in again, then set up again.": (
        "Das Benutzerkonto in die Gruppe render aufnehmen, neu anmelden, dann erneut einrichten."
    ),
    "Adding to {} (once)": "{} wird ergänzt (einmalig)",
    "All by hash but PyTorch, which is not pinned by hash, only by its version.": (
        "Alles anhand von Hashs, nur PyTorch nicht: dort ist nur die Version festgelegt."
    ),
    "An Apple processor: its GPU is used by MPS.": (
        "Ein Apple-Prozessor: Seine GPU wird über MPS genutzt."
    ),
    "Another call is setting up {}: waiting for it.": (
        "Ein anderer Vorgang richtet {} gerade ein: es wird gewartet."
    ),
    "Apple's GPU": "Apples GPU",
    "Apple's GPU, {} GB free": "Apples GPU, {} GB frei",
    "BSD, MIT and Apache-2.0": "BSD, MIT und Apache-2.0",
    "BSD, MIT and Apache-2.0; AMD's own for some of ROCm's libraries": (
        "BSD, MIT und Apache-2.0; AMDs eigene für einige Bibliotheken von ROCm"
    ),
    "BSD, MIT and Apache-2.0; NVIDIA's own for CUDA's libraries": (
        "BSD, MIT und Apache-2.0; NVIDIAs eigene für die Bibliotheken von CUDA"
    ),
    "Bake": "Backen",
    "Begin with something else, or generate the object again.": (
        "Mit etwas anderem beginnen oder das Objekt neu erzeugen."
    ),
    "Blender and its worker are not of the same version.": (
        "Blender und sein Hintergrundprozess haben nicht dieselbe Version."
    ),
    "Blender does not read photos of this kind.": "Fotos dieser Art kann Blender nicht lesen.",
    "Check that this Python exists and that the log folder may be written to.": (
        "Prüfen, ob es dieses Python gibt und ob der Log-Ordner beschreibbar ist."
    ),
    "Check that you may read the file and that its disk is connected.": (
        "Prüfen, ob die Datei lesbar und ihr Datenträger angeschlossen ist."
    ),
    "Check the computer's clock, or name the proxy's certificate in SSL_CERT_FILE.": (
        "Die Uhr des Rechners prüfen oder das Zertifikat des Proxys in SSL_CERT_FILE angeben."
    ),
    "Check the disk that they are on, or get the weights again.": (
        "Ihren Datenträger prüfen oder die Gewichte neu holen."
    ),
    "Check the network and pip's proxy and mirror settings, then try again.": (
        "Netzwerk sowie Proxy- und Spiegel-Einstellungen von pip prüfen, dann erneut versuchen."
    ),
    "Check the network and try again, or put the model's .onnx file into rembg's folder.": (
        "Das Netzwerk prüfen und erneut versuchen, oder die .onnx-Datei des Modells in den Ordner "
        "von rembg legen."
    ),
    "Check the network, or that the mirror has {}; --build cpu takes the processor's.": (
        "Das Netzwerk prüfen, oder ob der Spiegelserver {} hat; --build cpu nimmt den für den "
        "Prozessor."
    ),
    "Check the network, then download again; what has come is kept.": (
        "Das Netzwerk prüfen, dann erneut herunterladen; was schon da ist, bleibt."
    ),
    "Checking the folder of wheels": "Der Ordner mit Wheels wird geprüft",
    "Choose a folder nearer to the root of the disk, then try again.": (
        "Einen Ordner näher am Wurzelverzeichnis wählen, dann erneut versuchen."
    ),
    "Choose a folder of {} characters at most, then try again.": (
        "Einen Ordner mit höchstens {} Zeichen wählen, dann erneut versuchen."
    ),
    "Choose a folder that you may write to.": "Einen beschreibbaren Ordner wählen.",
    "Choose a larger texture.": "Eine größere Textur wählen.",
    "Choose a mask of the photo's own size, or of its proportions.": (
        "Eine Maske in der Größe des Fotos oder mit dessen Seitenverhältnis wählen."
    ),
    "Choose a picture file that you may read.": "Eine lesbare Bilddatei wählen.",
    "Choose a picture with one clear object, or supply a mask that is white where it is.": (
        "Ein Bild mit einem klaren Objekt wählen oder eine Maske angeben, die dort weiß ist."
    ),
    "Choose a results folder that you may write to.": "Einen beschreibbaren Ergebnisordner wählen.",
    "Choose a shorter name or a results folder nearer to the root of the disk.": (
        "Einen kürzeren Namen oder einen Ergebnisordner näher am Wurzelverzeichnis wählen."
    ),
    "Choose a smaller texture and fewer faces.": "Eine kleinere Textur und weniger Flächen wählen.",
    "Choose a smaller texture or close other programs.": (
        "Eine kleinere Textur wählen oder andere Programme schließen."
    ),
    "Choose a transforms.json with the photos' cameras, its pictures beside it.": (
        "Eine transforms.json mit den Kameras der Fotos wählen, neben der ihre Bilder liegen."
    ),
    "Choose a value from {} to {}.": "Einen Wert von {} bis {} wählen.",
    "Choose another picture.": "Ein anderes Bild wählen.",
    "Choose another way to cut out the subject, or a picture with transparency.": (
        "Das Motiv anders freistellen oder ein Bild mit Transparenz wählen."
    ),
    "Choose from {}.": "Wählbar: {}.",
    "Choose one of: {}.": "Wählbar: {}.",
    "Choose the photo again.": "Das Foto neu wählen.",
    "Choose the {} again.": "„{}“ neu wählen.",
    "Chosen in the settings.": "In den Einstellungen gewählt.",
    "Clean": "Bereinigen",
    "Close other programs that use it, or choose fewer tokens or a lower resolution.": (
        "Andere Programme schließen, die ihn nutzen, oder weniger Token oder eine geringere "
        "Auflösung wählen."
    ),
    "Close other programs, or choose a smaller texture or fewer faces.": (
        "Andere Programme schließen, oder eine kleinere Textur oder weniger Flächen wählen."
    ),
    "Close programs that use it, or choose a folder that you may write to, then try again.": (
        "Programme schließen, die sie nutzen, oder einen beschreibbaren Ordner wählen, dann erneut "
        "versuchen."
    ),
    "Close what has its files open, or delete the folder yourself.": (
        "Schließen, was seine Dateien offen hat, oder den Ordner selbst löschen."
    ),
    "Close what uses it or choose a folder that you may write to, then try again.": (
        "Schließen, was ihn nutzt, oder einen beschreibbaren Ordner wählen, dann erneut versuchen."
    ),
    "Coarse Shape": "Grobe Form",
    "Colors": "Farben",
    "Connect its disk, or let the first result make it.": (
        "Seinen Datenträger anschließen oder ihn vom ersten Ergebnis anlegen lassen."
    ),
    "Converting {} needs {} GB; the disk has {} GB left.": (
        "Das Umwandeln von {} braucht {} GB; auf dem Datenträger sind {} GB frei."
    ),
    "Copy a picture in another program, or a picture file, and paste again.": (
        "Ein Bild in einem anderen Programm oder eine Bilddatei kopieren und noch einmal einfügen."
    ),
    "Copy the folder again, or make it anew.": "Den Ordner erneut kopieren oder neu anlegen.",
    "Cut-Out": "Freistellen",
    "DINOv3 License, by Meta": "DINOv3-Lizenz, von Meta",
    "Damaged: {}.": "Beschädigt: {}.",
    "Decoding the latents takes Pixal3D.": "Die Latents zu dekodieren geht nur mit Pixal3D.",
    "Delete the file and get the weights again.": "Die Datei löschen und die Gewichte neu holen.",
    "Depth": "Tiefe",
    "Download it again; if it stays so, the mirror serves changed files.": (
        "Erneut herunterladen; bleibt es dabei, liefert der Spiegelserver geänderte Dateien."
    ),
    "Download it first (python -m pixal3d_addon download), or name a folder that has it.": (
        "Zuerst herunterladen (python -m pixal3d_addon download) oder einen Ordner angeben, der es "
        "hat."
    ),
    (
        "Download it in the add-on's preferences, or with python -m pixal3d_addon download "
        "background, or choose another way to cut out the subject."
    ): (
        "In den Einstellungen des Add-ons oder mit python -m pixal3d_addon download background "
        "herunterladen, oder das Motiv anders freistellen."
    ),
    "Download revision {} of {}.": "Revision {} von {} herunterladen.",
    "Download the weights again, or name the folder that has Pixal3D's.": (
        "Die Gewichte erneut herunterladen oder den Ordner mit denen von Pixal3D angeben."
    ),
    "Download the weights again, or name the folder that has all of them.": (
        "Die Gewichte erneut herunterladen oder den Ordner angeben, der alle hat."
    ),
    "Draft sees the photo alone: more views take the engine Pixal3D.": (
        "Draft sieht nur das eine Foto: Weitere Ansichten brauchen die Engine Pixal3D."
    ),
    "Draft works here without it.": "Draft geht hier auch ohne.",
    "Draft works in Blender's own Python without it.": (
        "Draft läuft in Blenders eigenem Python auch ohne."
    ),
    "Draft's network is missing or damaged.": "Das Netz von Draft fehlt oder ist beschädigt.",
    "Draft: the front is the photo, depth and the hidden side are estimated from {}.": (
        "Draft: Die Vorderseite ist das Foto, Tiefe und verdeckte Seite sind aus {} geschätzt."
    ),
    "Elsewhere: reinstall Python, then try again.": (
        "Sonst: Python neu installieren, dann erneut versuchen."
    ),
    "Elsewhere: reinstall Python.": "Sonst: Python neu installieren.",
    "Every file, by its hash.": "Jede Datei, anhand ihres Hashs.",
    "Files": "Dateien",
    "Files of different models are mixed: download the weights again.": (
        "Dateien verschiedener Modelle sind vermischt: die Gewichte erneut herunterladen."
    ),
    "Find the file or choose another, then choose that.": (
        "Die Datei suchen oder eine andere nehmen, dann diese wählen."
    ),
    "Finish it to go on from there.": "Neu ausarbeiten, um von dort weiterzumachen.",
    "Free some space or choose another folder, then download again.": (
        "Platz schaffen oder einen anderen Ordner wählen, dann erneut herunterladen."
    ),
    "Free some space or choose another folder, then download again; what came is kept.": (
        "Platz schaffen oder einen anderen Ordner wählen, dann erneut herunterladen; was schon da "
        "ist, bleibt."
    ),
    "Free some space or choose another folder, then try again.": (
        "Platz schaffen oder einen anderen Ordner wählen, dann erneut versuchen."
    ),
    "Free some space or choose another results folder, then generate again.": (
        "Platz schaffen oder einen anderen Ergebnisordner wählen, dann neu erzeugen."
    ),
    "Free some space, or choose another cache folder, then try again.": (
        "Platz schaffen oder einen anderen Cache-Ordner wählen, dann erneut versuchen."
    ),
    "Free some space, or write to another disk.": (
        "Platz schaffen oder auf einen anderen Datenträger schreiben."
    ),
    "Free some space, then try again.": "Platz schaffen, dann erneut versuchen.",
    "Generate again; if it stays, use another seed or device.": (
        "Neu erzeugen; bleibt es dabei, einen anderen Startwert oder ein anderes Gerät nehmen."
    ),
    "Generate the object again.": "Das Objekt neu erzeugen.",
    "Get DINOv3 again, or name the folder that has it.": (
        "DINOv3 neu holen oder den Ordner angeben, der es hat."
    ),
    "Get the weights again, or name the folder that has them.": (
        "Die Gewichte neu holen oder ihren Ordner angeben."
    ),
    "Get the weights again, or update Pixal3D for Blender.": (
        "Die Gewichte neu holen oder Pixal3D für Blender aktualisieren."
    ),
    "Get the weights, or name the folder that has them.": (
        "Die Gewichte holen oder ihren Ordner angeben."
    ),
    "Give each view a direction of its own, in More Views.": (
        "Unter „Weitere Ansichten“ jeder Ansicht eine eigene Richtung geben."
    ),
    "Install Draft's runtime or Pixal3D's in Blender's preferences.": (
        "Drafts oder Pixal3Ds Laufzeitumgebung in Blenders Einstellungen installieren."
    ),
    "Install NVIDIA's driver, restart, then set up again.": (
        "Den Treiber von NVIDIA installieren, neu starten, dann erneut einrichten."
    ),
    (
        "Install Pixal3D's runtime again: in Blender's preferences, or python vendor_install.py "
        "setup --pixal3d"
    ): (
        "Die Laufzeitumgebung von Pixal3D neu installieren: in den Einstellungen von Blender oder "
        "mit python vendor_install.py setup --pixal3d"
    ),
    (
        "Install Pixal3D's runtime: in Blender's preferences, or python vendor_install.py setup "
        "--pixal3d"
    ): (
        "Die Laufzeitumgebung von Pixal3D installieren: in den Einstellungen von Blender oder mit "
        "python vendor_install.py setup --pixal3d"
    ),
    "Install Python for Apple processors from python.org, then start with that.": (
        "Python für Apple-Prozessoren von python.org installieren, dann damit starten."
    ),
    "Install it again, or choose another way to cut out the subject.": (
        "Neu installieren oder das Motiv anders freistellen."
    ),
    "Install it, or choose another way to cut out the subject.": (
        "Installieren oder das Motiv anders freistellen."
    ),
    "Install it.": "Installieren.",
    "Install numpy.": "numpy installieren.",
    "Install one from python.org, with your system's packages, pyenv or uv, then try again.": (
        "Eines von python.org, aus den Paketen des Systems, mit pyenv oder uv installieren, dann "
        "erneut versuchen."
    ),
    "Install the 64-bit Python from python.org, then start with that.": (
        "Das 64-Bit-Python von python.org installieren, dann damit starten."
    ),
    "Install the extension again, or copy the folder of wheels again.": (
        "Die Erweiterung neu installieren oder den Ordner mit den Wheels neu kopieren."
    ),
    "Install the extension again, or let Draft take the silhouette alone.": (
        "Die Erweiterung neu installieren oder Draft nur die Silhouette nutzen lassen."
    ),
    "Install the extension again; the log tells more: {}.": (
        "Die Erweiterung neu installieren; mehr steht im Log: {}."
    ),
    "Install the newest driver and restart, or take --build cpu.": (
        "Den neuesten Treiber installieren und neu starten, oder --build cpu nehmen."
    ),
    "Install the x86-64 Python from python.org, then start with that.": (
        "Das x86-64-Python von python.org installieren, dann damit starten."
    ),
    "It is not finished, and what finishing needs is missing.": (
        "Es ist nicht ausgearbeitet, und was dafür nötig ist, fehlt."
    ),
    "It keeps its {} faces: the finished mesh has no more.": (
        "Es bleibt bei {} Flächen: Mehr hat das fertige Mesh nicht."
    ),
    "Its mesh is missing.": "Sein Mesh fehlt.",
    "Its words are in {}; read its end, try again.": (
        "Seine Ausgabe steht in {}; das Ende lesen und erneut versuchen."
    ),
    "Leave it out, and put a token into the environment variable {}.": (
        "Weglassen und ein Token in die Umgebungsvariable {} schreiben."
    ),
    "Leave that option out, or generate the object again with it.": (
        "Diese Option weglassen oder das Objekt mit ihr neu erzeugen."
    ),
    "Let Blender write to its folder of extensions, then try again.": (
        "Blender in seinen Ordner für Erweiterungen schreiben lassen, dann erneut versuchen."
    ),
    "Levels of detail need {}, which this Python has not got.": (
        "Detailstufen brauchen {}, was diesem Python fehlt."
    ),
    "Made with {} tokens, because {} was not enough.": (
        "Mit {} Token erzeugt, weil {} nicht gereicht hat."
    ),
    "Made without the runtime, which did not start.": (
        "Ohne die Laufzeitumgebung erzeugt, weil sie nicht gestartet ist."
    ),
    "Made without the runtime.": "Ohne die Laufzeitumgebung erzeugt.",
    "Make it for this computer: python vendor_install.py bundle --help": (
        "Für diesen Rechner anlegen: python vendor_install.py bundle --help"
    ),
    "Make one with: python vendor_install.py bundle FOLDER": (
        "Einen anlegen mit: python vendor_install.py bundle ORDNER"
    ),
    "Making it anew.": "Wird neu angelegt.",
    "Move it back, or reset the crop.": "Zurückschieben oder den Ausschnitt zurücksetzen.",
    "Move the picture to a folder nearer to the root of the disk.": (
        "Das Bild in einen Ordner näher am Wurzelverzeichnis legen."
    ),
    "NAF cannot make {} × {} pixels of {} × {} features.": (
        "NAF kann aus {2} × {3} Merkmalen keine {0} × {1} Pixel machen."
    ),
    "NVIDIA's driver {} is too old: install {} or newer, then try again.": (
        "NVIDIAs Treiber {} ist zu alt: {} oder neuer installieren, dann erneut versuchen."
    ),
    "NVIDIA's driver {} runs CUDA {}.{}.": "NVIDIAs Treiber {} kann CUDA {}.{}.",
    "Name a mirror whose address begins with https.": (
        "Einen Spiegelserver angeben, dessen Adresse mit https beginnt."
    ),
    "Name one like https://mirror.example, or leave it empty.": (
        "Eine wie https://mirror.example angeben oder leer lassen."
    ),
    "Name the folder that has pipeline.json, or a downloaded repository as OWNER/NAME.": (
        "Den Ordner mit pipeline.json angeben, oder ein heruntergeladenes Repository als "
        "OWNER/NAME."
    ),
    "No CPU build of PyTorch was found.": "Es wurde kein CPU-Build von PyTorch gefunden.",
    "No Python {} was found.": "Es wurde kein Python {} gefunden.",
    "No engine can run here.": "Hier läuft keine Engine.",
    "No graphics card was found.": "Es wurde keine Grafikkarte gefunden.",
    "No object came out of the photo.": "Aus dem Foto ist kein Objekt entstanden.",
    "No object is made of {} and others.": "Kein Objekt entsteht aus {} und anderen.",
    "No object is made of {}.": "Kein Objekt entsteht aus {}.",
    "No subject was found in the picture: all of it is transparent or background.": (
        "Im Bild wurde kein Motiv gefunden: Alles ist transparent oder Hintergrund."
    ),
    "No surface came out of the photo.": "Aus dem Foto ist keine Oberfläche entstanden.",
    "No surface was found to make a mesh of.": "Es wurde keine Oberfläche für ein Mesh gefunden.",
    "Not enough memory.": "Nicht genug Speicher.",
    "Not finished yet: it has no mesh.": "Noch nicht ausgearbeitet: Es hat kein Mesh.",
    "Not {}: {}": "Nicht {}: {}",
    "Nothing of the coarse shape is left to refine.": (
        "Von der groben Form ist nichts zum Verfeinern übrig."
    ),
    "ONNX Runtime is not installed.": "ONNX Runtime ist nicht installiert.",
    (
        "On Debian and Ubuntu: sudo apt-get install python3-venv, or use the extension's zip, "
        "which needs nothing."
    ): (
        "Unter Debian und Ubuntu: sudo apt-get install python3-venv, oder die Zip-Datei der "
        "Erweiterung verwenden, die nichts weiter braucht."
    ),
    "On Debian and Ubuntu: sudo apt-get install python3-venv.": (
        "Unter Debian und Ubuntu: sudo apt-get install python3-venv."
    ),
    "Only another revision of {} is on this computer; this version needs {}.": (
        "Auf diesem Rechner ist nur eine andere Revision von {}; diese Version braucht {}."
    ),
    "Only the main photo is on the texture: the other views can no longer be read.": (
        "Auf der Textur ist nur das Hauptfoto: Die anderen Ansichten lassen sich nicht mehr lesen."
    ),
    "Open it in a picture program and save it again as PNG or JPEG.": (
        "In einem Bildprogramm öffnen und neu als PNG oder JPEG speichern."
    ),
    "Photo": "Foto",
    "Pixal3D does not run on Intel's graphics.": "Pixal3D läuft nicht auf Intel-Grafik.",
    "Pixal3D found no graphics card that it can use.": (
        "Pixal3D hat keine Grafikkarte gefunden, die es nutzen kann."
    ),
    "Pixal3D from one photo": "Pixal3D aus einem Foto",
    "Pixal3D from several photos": "Pixal3D aus mehreren Fotos",
    "Pixal3D needs a runtime, a Python with PyTorch, and none is installed or named.": (
        "Pixal3D braucht eine Laufzeitumgebung, ein Python mit PyTorch, und keine ist installiert "
        "oder angegeben."
    ),
    "Pixal3D needs {}, which this Python has not got.": (
        "Pixal3D braucht {}, was diesem Python fehlt."
    ),
    "Pixal3D would take hours on the processor; Draft takes seconds.": (
        "Pixal3D würde auf dem Prozessor Stunden brauchen; Draft braucht Sekunden."
    ),
    "Press Install or Set Runtime in the add-on's preferences, or choose the engine Draft.": (
        "In den Einstellungen der Erweiterung „Installieren“ drücken oder eine Laufzeitumgebung "
        "angeben, oder die Engine Draft wählen."
    ),
    (
        "Put the token of that mirror into the environment variable {}, then start this again; or "
        "name another mirror."
    ): (
        "Das Token dieses Spiegels in die Umgebungsvariable {} schreiben und neu starten; oder "
        "einen anderen Spiegel angeben."
    ),
    "PyTorch has no builds for Intel Macs any more.": (
        "PyTorch hat keine Builds mehr für Intel-Macs."
    ),
    "PyTorch has no builds for {}.": "PyTorch hat keine Builds für {}.",
    "PyTorch was installed but does not run here; its words are in {}/{}.": (
        "PyTorch wurde installiert, läuft hier aber nicht; seine Ausgabe steht in {}/{}."
    ),
    "PyTorch was installed but finds no graphics card.": (
        "PyTorch wurde installiert, findet aber keine Grafikkarte."
    ),
    "PyTorch {} on {}": "PyTorch {} auf {}",
    "PyTorch's ROCm has no code for {}.": "ROCm von PyTorch hat keinen Code für {}.",
    "PyTorch's build for it: {}": "Passender Build von PyTorch: {}",
    "PyTorch's build for it: {}, but one for the processor alone is installed": (
        "Passender Build von PyTorch: {}, installiert ist aber einer nur für den Prozessor"
    ),
    "PyTorch's build {} was not found.": "Der PyTorch-Build {} wurde nicht gefunden.",
    "PyTorch's builds need glibc 2.28, which this Linux has not got.": (
        "Die Builds von PyTorch brauchen glibc 2.28, was diesem Linux fehlt."
    ),
    "PyTorch's builds need macOS 14, which this Mac has not got.": (
        "PyTorchs Builds brauchen macOS 14, das dieser Mac nicht hat."
    ),
    "PyTorch's own index has no ROCm for Windows.": (
        "Der Index von PyTorch hat kein ROCm für Windows."
    ),
    "Python {} is here, but without the modules that make virtual environments.": (
        "Python {} ist da, aber ohne die Module für virtuelle Umgebungen."
    ),
    "ROCm needs an x86-64 processor.": "ROCm braucht einen x86-64-Prozessor.",
    "ROCm {} has code for {}.": "ROCm {} unterstützt {}.",
    "Read": "Lesen",
    "Remove it and download it again, or choose another way to cut out the subject.": (
        "Entfernen und neu herunterladen, oder das Motiv anders freistellen."
    ),
    "Remove the job, then generate again.": "Den Auftrag entfernen, dann neu erzeugen.",
    "Repair it; if it stays so, report it with that file.": (
        "Reparieren; bleibt es dabei, mit dieser Datei melden."
    ),
    "Reset the settings to their defaults.": "Die Einstellungen auf ihre Vorgaben zurücksetzen.",
    "Restart Blender.": "Blender neu starten.",
    "Run the command finish on it.": "Den Befehl finish darauf ausführen.",
    "Run the doctor command.": "Den Befehl doctor ausführen.",
    "Run the installer, or hand the pixels over as a .npy file.": (
        "Die Installation ausführen oder die Pixel als .npy-Datei übergeben."
    ),
    "Run: python vendor_install.py setup --background": (
        "Ausführen: python vendor_install.py setup --background"
    ),
    "Save it as JPEG or PNG, then choose that.": "Als JPEG oder PNG speichern, dann das wählen.",
    "Save it as a file, then choose that.": "Als Datei speichern, dann diese wählen.",
    "Save one as a file, then choose that.": (
        "Ein Bild daraus als Datei speichern, dann diese wählen."
    ),
    "Scale it down to at most {} megapixels.": "Auf höchstens {} Megapixel verkleinern.",
    "Scale the picture down first; 2048 pixels along the longer side are plenty.": (
        "Das Bild zuerst verkleinern; 2048 Pixel an der längeren Seite reichen völlig."
    ),
    "See its panel.": "Siehe dessen Panel.",
    "Set the runtime up again.": "Die Laufzeitumgebung neu einrichten.",
    "Set the runtime up first, or choose the engine Draft.": (
        "Zuerst die Laufzeitumgebung einrichten oder die Engine Draft wählen."
    ),
    "Set the runtime up for Pixal3D, or leave that out.": (
        "Die Laufzeitumgebung für Pixal3D einrichten oder darauf verzichten."
    ),
    "Setting up {} (once)": "{} wird eingerichtet (einmalig)",
    "Setting up {} needs {} MB; the disk has {} MB left.": (
        "{} einzurichten braucht {} MB; auf dem Datenträger sind {} MB frei."
    ),
    "Shape": "Form",
    "Simplify": "Vereinfachen",
    "Something went wrong that should not have.": (
        "Etwas ist schiefgegangen, das nicht hätte schiefgehen dürfen."
    ),
    "Starting": "Start",
    "Stopped.": "Angehalten.",
    "Structure": "Struktur",
    "Supply a grey picture of the photo's size, white where the subject is.": (
        "Ein graues Bild in der Größe des Fotos angeben, weiß, wo das Motiv ist."
    ),
    "Supply a mask of the photo's own size, or of its proportions.": (
        "Eine Maske in der Größe des Fotos oder mit dessen Seitenverhältnis angeben."
    ),
    "Supply a mask of the photo's own size.": "Eine Maske in der Größe des Fotos angeben.",
    "Supply a mask that is white where the subject is.": (
        "Eine Maske angeben, die weiß ist, wo das Motiv ist."
    ),
    (
        "Supply a mask, use a picture with a transparent background, install the background model, "
        "or take the picture before a plain backdrop."
    ): (
        "Eine Maske angeben, ein Bild mit transparentem Hintergrund nehmen, das "
        "Freistellungsmodell installieren oder vor einem einfarbigen Hintergrund fotografieren."
    ),
    "Surface": "Oberfläche",
    "Texture": "Textur",
    "Textures of {} × {} take {} GB of memory, and {} GB are free.": (
        "Texturen mit {} × {} brauchen {} GB Speicher, frei sind {} GB."
    ),
    "The GPU's memory": "Der Speicher der GPU",
    "The Python of the worker has no {}.": "Dem Python des Hintergrundprozesses fehlt {}.",
    "The address of the mirror is none.": "Die Adresse des Spiegels ist keine.",
    "The address of {} holds a login, which would be kept in files.": (
        "Die Adresse von {} enthält eine Anmeldung, die in Dateien stehen bliebe."
    ),
    "The background model is not here, or nothing that runs it.": (
        "Das Freistellmodell ist nicht da, oder nichts, worin es läuft."
    ),
    "The background model {} could not be downloaded.": (
        "Das Freistellungsmodell {} konnte nicht heruntergeladen werden."
    ),
    "The background model {} could not be run.": (
        "Das Freistellungsmodell {} ließ sich nicht ausführen."
    ),
    "The background model {} is not installed.": (
        "Das Freistellungsmodell {} ist nicht installiert."
    ),
    "The best engine that can run here.": "Die beste Engine, die hier läuft.",
    "The camera's elevation could not be estimated; {}° was taken.": (
        "Der Höhenwinkel der Kamera ließ sich nicht schätzen; genommen wurden {}°."
    ),
    "The camera's elevation, {}°, was estimated from the photo.": (
        "Der Höhenwinkel der Kamera, {}°, wurde aus dem Foto geschätzt."
    ),
    "The certificate of {} is not one that this Python trusts.": (
        "Dem Zertifikat von {} vertraut dieses Python nicht."
    ),
    "The disk filled up while installing.": "Beim Installieren ist der Datenträger voll geworden.",
    "The disk filled up while making the runtime.": (
        "Beim Anlegen der Laufzeitumgebung ist der Datenträger voll geworden."
    ),
    "The disk is full: the folder {} could not be written.": (
        "Der Datenträger ist voll: Der Ordner {} konnte nicht geschrieben werden."
    ),
    "The disk is full: {} could not be written.": (
        "Der Datenträger ist voll: {} konnte nicht geschrieben werden."
    ),
    "The doctor did not answer: see the log.": "Die Diagnose hat nicht geantwortet: siehe Log.",
    "The engines could not be loaded.": "Die Engines konnten nicht geladen werden.",
    "The folder of wheels has not got all that this system and Python need.": (
        "Dem Ordner mit Wheels fehlt etwas, das dieses System und Python brauchen."
    ),
    "The folder {} could not be written: it is read-only, or a program uses it.": (
        "Der Ordner {} konnte nicht geschrieben werden: Er ist schreibgeschützt oder wird benutzt."
    ),
    "The folder's path is too long for this system.": (
        "Der Pfad des Ordners ist für dieses System zu lang."
    ),
    "The graphics device computed a shape that is no numbers.": (
        "Die Grafikkarte hat eine Form berechnet, die keine gültigen Zahlen enthält."
    ),
    "The graphics device computed a structure that is no numbers.": (
        "Die Grafikkarte hat eine Struktur berechnet, die keine gültigen Zahlen enthält."
    ),
    "The graphics device computed something that is no numbers.": (
        "Die Grafikkarte hat etwas berechnet, das keine gültigen Zahlen enthält."
    ),
    "The job was cancelled.": "Der Auftrag wurde abgebrochen.",
    "The log: {}.": "Das Log: {}.",
    "The mask and the photo have different sizes.": "Maske und Foto sind verschieden groß.",
    "The mask cannot be used.": "Die Maske lässt sich nicht verwenden.",
    "The mask holds no subject.": "Die Maske enthält kein Motiv.",
    "The mask is {} × {} pixels, but the photo is {} × {}.": (
        "Die Maske hat {} × {} Pixel, das Foto aber {} × {}."
    ),
    "The memory of this computer was not enough.": (
        "Der Speicher dieses Rechners hat nicht gereicht."
    ),
    "The object could not be added.": "Das Objekt konnte nicht eingefügt werden.",
    "The object has more separate parts than the texture has room for.": (
        "Das Objekt hat mehr getrennte Teile, als auf die Textur passen."
    ),
    "The package index has no build of a package for this system and Python.": (
        "Im Paketindex fehlt ein Paket für dieses System und Python."
    ),
    "The packages could not be fetched.": "Die Pakete ließen sich nicht abrufen.",
    "The packages have no builds for Windows on ARM.": (
        "Die Pakete gibt es nicht für Windows auf ARM."
    ),
    "The packages have no builds for {} on {}.": "Die Pakete haben keine Builds für {} unter {}.",
    "The packages need glibc 2.28, which this Linux has not got.": (
        "Die Pakete brauchen glibc 2.28, die diesem Linux fehlt."
    ),
    "The packages need macOS {} or newer.": "Die Pakete brauchen macOS {} oder neuer.",
    "The path of the folder {} is too long for Windows.": (
        "Der Pfad des Ordners {} ist für Windows zu lang."
    ),
    "The path of the folder {} is too long for this system.": (
        "Der Pfad des Ordners {} ist für dieses System zu lang."
    ),
    "The path of the picture is too long for this system.": (
        "Der Pfad des Bildes ist für dieses System zu lang."
    ),
    "The path of the {} is not valid.": "Der Pfad für „{}“ ist ungültig.",
    "The path of {} is too long for this system.": "Der Pfad von {} ist für dieses System zu lang.",
    "The photo cannot be read or the object not rendered.": (
        "Das Foto lässt sich nicht lesen oder das Objekt nicht rendern."
    ),
    "The photo could not be read.": "Das Foto konnte nicht gelesen werden.",
    "The photo from {}°: {}": "Das Foto von {}°: {}",
    "The photo has changed while it was read.": (
        "Das Foto hat sich geändert, während es gelesen wurde."
    ),
    "The photo in {} is damaged.": "Das Foto in {} ist beschädigt.",
    "The photo in {} is missing or damaged.": "Das Foto in {} fehlt oder ist beschädigt.",
    "The photo is missing or damaged.": "Das Foto fehlt oder ist beschädigt.",
    "The photo is {} × {} pixels.": "Das Foto hat {} × {} Pixel.",
    "The photo of the job is gone.": "Das Foto des Auftrags ist nicht mehr da.",
    "The photo shows too little of the object to tell its light from its colors.": (
        "Das Foto zeigt zu wenig vom Objekt, um Licht und Farben zu trennen."
    ),
    "The photo was prepared but cannot be shown.": (
        "Das Foto wurde vorbereitet, lässt sich aber nicht anzeigen."
    ),
    "The photo was removed while it was read.": (
        "Das Foto wurde entfernt, während es gelesen wurde."
    ),
    (
        "The photo's light was estimated from the surface's directions and taken out of its "
        "colors: cast shadows and highlights are still in them."
    ): (
        "Das Licht des Fotos wurde aus den Richtungen der Oberfläche geschätzt und aus den Farben "
        "entfernt: Schlagschatten und Glanzlichter sind noch darin."
    ),
    "The picture has no transparent background.": "Das Bild hat keinen transparenten Hintergrund.",
    "The report could not be written there.": "Der Bericht konnte dort nicht geschrieben werden.",
    "The results folder could not be read.": "Der Ergebnisordner ließ sich nicht lesen.",
    "The runtime did not start.": "Die Laufzeitumgebung ist nicht gestartet.",
    "The runtime was installed but does not run here; its words are in {}/{}.": (
        "Die Laufzeitumgebung wurde installiert, läuft hier aber nicht; ihre Ausgabe steht in "
        "{}/{}."
    ),
    "The server sends {} MB and more for {}, which is a small file.": (
        "Der Server sendet {} MB und mehr für {}, was eine kleine Datei ist."
    ),
    "The setting {} has a value that does not exist.": (
        "Die Einstellung {} hat einen Wert, den es nicht gibt."
    ),
    "The setting {} is not a number in its range.": (
        "Die Einstellung {} ist keine Zahl in ihrem Bereich."
    ),
    "The setting {} is not a {}.": "Die Einstellung {} ist nicht vom Typ {}.",
    "The settings are not a table of names and values.": (
        "Die Einstellungen sind keine Tabelle aus Namen und Werten."
    ),
    "The sizes in the weights' pipeline.json are wrong: get the weights again.": (
        "Die Größen in pipeline.json der Gewichte sind falsch: die Gewichte neu holen."
    ),
    "The square was moved off the subject.": "Das Quadrat wurde vom Motiv weggeschoben.",
    "The subject cannot be told from its background in this picture.": (
        "In diesem Bild lässt sich das Motiv nicht vom Hintergrund unterscheiden."
    ),
    "The surface has numbers that are none.": "Die Oberfläche enthält ungültige Zahlen.",
    "The texture stays at {} px: the finished mesh has no more.": (
        "Die Textur bleibt bei {} px: Mehr hat das fertige Mesh nicht."
    ),
    "The weights of DINOv3: {}.": "Die Gewichte von DINOv3: {}.",
    "The weights {} are damaged: {} holds values that are no numbers.": (
        "Die Gewichte {} sind beschädigt: {} enthält ungültige Zahlen."
    ),
    "The weights {} are damaged: {}.": "Die Gewichte {} sind beschädigt: {}.",
    "The weights {} are not there.": "Die Gewichte {} sind nicht da.",
    "The weights {} are not this model's: {}.": (
        "Die Gewichte {} gehören nicht zu diesem Modell: {}."
    ),
    "The weights {} are not what was published: their checksum is another.": (
        "Die Gewichte {} sind nicht die veröffentlichten: Ihre Prüfsumme ist eine andere."
    ),
    "The weights {} changed while they were read.": (
        "Die Gewichte {} haben sich beim Lesen geändert."
    ),
    "The weights {} could not be read to their end.": (
        "Die Gewichte {} ließen sich nicht bis zum Ende lesen."
    ),
    "The weights {} could not be read.": "Die Gewichte {} ließen sich nicht lesen.",
    "The weights' description has no sensible {}.": (
        "Die Beschreibung der Gewichte hat keinen brauchbaren Wert für {}."
    ),
    "The weights' description is not a decoder that this version knows: {}.": (
        "Die Beschreibung der Gewichte ist kein Decoder, den diese Version kennt: {}."
    ),
    "The weights' description is not a flow that this version knows: {}.": (
        "Die Beschreibung der Gewichte ist kein Flow, den diese Version kennt: {}."
    ),
    "The worker closed its connection.": "Der Hintergrundprozess hat seine Verbindung geschlossen.",
    "The worker could not be started with {}.": (
        "Der Hintergrundprozess konnte mit {} nicht gestartet werden."
    ),
    "The worker crashed.": "Der Hintergrundprozess ist abgestürzt.",
    "The worker ended before its work was done.": (
        "Der Hintergrundprozess endete, bevor er fertig war."
    ),
    "The worker sent a line that is no message: {}.": (
        "Der Hintergrundprozess hat eine Zeile gesendet, die keine Nachricht ist: {}."
    ),
    "The worker sent what cannot be understood.": (
        "Der Hintergrundprozess hat Unverständliches gesendet."
    ),
    "The worker stopped reading.": "Der Hintergrundprozess liest nicht mehr.",
    "The worker was ended by the system, most often because memory ran out.": (
        "Das System hat den Hintergrundprozess beendet, meist weil der Speicher ausging."
    ),
    "The worker was ended from outside.": "Der Hintergrundprozess wurde von außen beendet.",
    "The worker was not started.": "Der Hintergrundprozess wurde nicht gestartet.",
    "There are no weights {}.": "Gewichte namens {} gibt es nicht.",
    "There is no Python at {}, which the preferences name as runtime.": (
        "Unter {}, das die Einstellungen als Laufzeitumgebung nennen, ist kein Python."
    ),
    "There is no folder {} with weights.": "Einen Ordner {} mit Gewichten gibt es nicht.",
    "There is no folder {}.": "Einen Ordner {} gibt es nicht.",
    "There is no picture on the clipboard.": "In der Zwischenablage ist kein Bild.",
    "There is not enough memory to read {}.": "Der Speicher reicht nicht, um {} zu lesen.",
    "There is nothing to show.": "Es gibt nichts zu zeigen.",
    "These weights do not belong together: {} of {} is {}, but the others need {}.": (
        "Diese Gewichte gehören nicht zusammen: {} von {} ist {}, die anderen brauchen aber {}."
    ),
    "This Python cannot read picture files: Pillow is not installed.": (
        "Dieses Python kann keine Bilddateien lesen: Pillow ist nicht installiert."
    ),
    "This Python failed to make a virtual environment.": (
        "Dieses Python konnte keine virtuelle Umgebung anlegen."
    ),
    "This Python is a 32-bit one.": "Dieses Python ist eines mit 32 Bit.",
    "This Python was built for Intel Macs.": "Dieses Python wurde für Intel-Macs gebaut.",
    "This card's memory is little for Pixal3D.": "Für Pixal3D hat diese Karte wenig Speicher.",
    "This computer's memory": "Der Speicher dieses Rechners",
    "This job did not fail.": "Dieser Auftrag ist nicht fehlgeschlagen.",
    "This job finishes a result again.": "Dieser Auftrag arbeitet ein Ergebnis neu aus.",
    "Try again later, name a mirror, or get the files in another way.": (
        "Später erneut versuchen, einen Spiegelserver angeben oder die Dateien anders beschaffen."
    ),
    "Try again later, or name another mirror.": (
        "Später erneut versuchen oder einen anderen Spiegel angeben."
    ),
    "Try again.": "Erneut versuchen.",
    "Try again; a new worker starts by itself.": (
        "Erneut versuchen; ein neuer Hintergrundprozess startet von selbst."
    ),
    "Try again; if it stays so, the package mirror in pip's settings serves changed files.": (
        "Erneut versuchen; bleibt es dabei, liefert der Paketspiegel aus den Einstellungen von pip "
        "geänderte Dateien."
    ),
    "Try again; if it stays, report it with the lines above.": (
        "Erneut versuchen; bleibt es dabei, mit den Zeilen oben melden."
    ),
    "Try again; the log tells what happened: {}.": (
        "Erneut versuchen; was geschehen ist, steht im Log: {}."
    ),
    "Try another seed, or a photo in which the subject stands out more.": (
        "Einen anderen Startwert versuchen oder ein Foto, auf dem sich das Motiv besser abhebt."
    ),
    "Two photos are from the same direction.": "Zwei Fotos sind aus derselben Richtung.",
    "Undo what was changed, or generate the object again.": (
        "Die Änderung rückgängig machen oder das Objekt neu erzeugen."
    ),
    "Unknown setting: {}.": "Unbekannte Einstellung: {}.",
    "Unwrap": "Abwickeln",
    "Update its driver, or get the weights again.": (
        "Ihren Treiber aktualisieren oder die Gewichte neu holen."
    ),
    "Update its driver, or let the processor do it.": (
        "Ihren Treiber aktualisieren oder den Prozessor rechnen lassen."
    ),
    "Update macOS in System Settings.": "macOS in den Systemeinstellungen aktualisieren.",
    "Update macOS in System Settings; Draft works here without it.": (
        "macOS in den Systemeinstellungen aktualisieren; Draft läuft hier auch ohne."
    ),
    "Use Photo from Render.": "„Foto aus Rendering“ benutzen.",
    "Use a newer distribution, one with glibc.": "Eine neuere Distribution mit glibc nehmen.",
    "Use a photo with one clear object, or another seed.": (
        "Ein Foto mit einem klaren Objekt oder einen anderen Startwert nehmen."
    ),
    "Use a picture of at least {} × {} pixels, better 1024 × 1024.": (
        "Ein Bild mit mindestens {} × {} Pixeln nehmen, besser 1024 × 1024."
    ),
    "Use a smaller picture or close other programs.": (
        "Ein kleineres Bild nehmen oder andere Programme schließen."
    ),
    "Use another Python from 3.10 to 3.13, or check pip's mirror settings.": (
        "Ein anderes Python von 3.10 bis 3.13 nehmen oder die Spiegel-Einstellungen von pip prüfen."
    ),
    "Use another Python from 3.10 to 3.14, or check pip's mirror settings.": (
        "Ein anderes Python von 3.10 bis 3.14 verwenden oder den in pip eingestellten Spiegel "
        "prüfen."
    ),
    "Wait until their download is over, then try again.": (
        "Warten, bis ihr Download fertig ist, dann erneut versuchen."
    ),
    "Weights": "Gewichte",
    "What came out of the photo fills all of space.": (
        "Was aus dem Foto entstand, füllt den ganzen Raum."
    ),
    "What came out of the photo is no surface.": "Was aus dem Foto entstand, ist keine Oberfläche.",
    "What has come is kept; press it again.": (
        "Was schon da ist, bleibt; einfach noch einmal drücken."
    ),
    "What was generated is kept in {}: the command finish goes on from there.": (
        "Was erzeugt wurde, liegt in {}: Der Befehl finish macht von dort weiter."
    ),
    "Without it only photos with alpha, a mask or a plain backdrop work.": (
        "Ohne es gehen nur Fotos mit Alpha, mit Maske oder vor einfarbigem Hintergrund."
    ),
    "Without it {}.": "Ohne es gilt: {}.",
    "Without one it takes hours; choose the engine Pixal3D to run it anyway.": (
        "Ohne dauert es Stunden; die Engine Pixal3D wählen, um es trotzdem zu tun."
    ),
    "You may not write there: choose another folder, or change its permissions.": (
        "Dort fehlt das Schreibrecht: einen anderen Ordner wählen oder seine Rechte ändern."
    ),
    "a list of photos and their directions": "eine Liste von Fotos und ihren Richtungen",
    "a pickle": "ein Pickle",
    "a pickle of PyTorch's": "ein Pickle von PyTorch",
    "a pointer of Git LFS, not what it points to": "ein Zeiger von Git LFS statt der Datei",
    "a web page": "eine Webseite",
    "about {}": "etwa {}",
    "about {}; {} are free": "etwa {}; frei sind {}",
    "as named": "wie angegeben",
    "background": "Freistellen",
    "can run": "kann laufen",
    "cannot be checked without numpy.": "lässt sich ohne numpy nicht prüfen.",
    "checked": "Geprüft",
    "damaged": "beschädigt",
    "device": "Gerät",
    "disk": "Platzbedarf",
    "disk here": "Platz hier",
    "disk temporary": "Platz temporär",
    "disk weights": "Platz für Gewichte",
    "download": "Download",
    "engine auto": "Engine automatisch",
    "engine {}": "Engine {}",
    "engines": "Engines",
    "folder": "Ordner",
    "from": "Quelle",
    "graphics": "Grafik",
    "installing": "wird installiert",
    "is installed, but cannot run here.": "ist installiert, läuft hier aber nicht.",
    "is not installed.": "ist nicht installiert.",
    "it is no safetensors file, or its begin is lost": (
        "es ist keine Safetensors-Datei, oder ihr Anfang fehlt"
    ),
    "its header is wrong about {}": "ihr Kopf macht falsche Angaben zu {}",
    "license": "Lizenz",
    "mask": "Maske",
    "memory": "Speicher",
    "missing": "fehlt",
    "missing {}": "es fehlt {}",
    "no graphics card": "keine Grafikkarte",
    "no graphics card.": "keine Grafikkarte.",
    "no model (rembg with {}).": "kein Modell (rembg mit {}).",
    "no model that cuts objects out.": "kein Modell, das Objekte freistellt.",
    "none": "keine",
    "none.": "keine.",
    "note": "Hinweis",
    "only plain PNG and .npy files can be read; Draft's runtime brings it": (
        "nur einfache PNG- und .npy-Dateien lassen sich lesen; Drafts Laufzeit bringt es mit"
    ),
    "packages": "Pakete",
    "photo": "Foto",
    "pip could not install the packages.": "pip konnte die Pakete nicht installieren.",
    "pip's own settings": "den Einstellungen von pip",
    "python -m pixal3d_addon download background --yes downloads it, as the preferences do.": (
        "python -m pixal3d_addon download background --yes lädt es herunter, wie die Einstellungen "
        "auch."
    ),
    "python vendor_install.py setup --background installs it.": (
        "python vendor_install.py setup --background installiert es."
    ),
    "rembg, which runs the background model, is not installed.": (
        "rembg, das das Freistellungsmodell ausführt, ist nicht installiert."
    ),
    "results folder": "Ergebnisordner",
    "speed": "Tempo",
    "system": "System",
    "takes {}.": "nimmt {}.",
    "the GPU's memory": "der Speicher der GPU",
    "the processor": "der Prozessor",
    "the processor ({}), {} GB free": "der Prozessor ({}), {} GB frei",
    "the runtime did not start.": "Die Laufzeitumgebung ist nicht gestartet.",
    "the silhouette": "der Silhouette",
    "the silhouette more than from a small network, which is unsure of this photo": (
        "der Silhouette mehr als mit einem kleinen Netz, das bei diesem Foto unsicher ist,"
    ),
    "this computer's memory": "der Speicher dieses Rechners",
    "unknown": "unbekannt",
    "unknown {}": "unbekannt {}",
    "weights": "Gewichte",
    "what a small network makes of the photo": "dem, was ein kleines Netz im Foto sieht,",
    "where pip's own settings find it": "wo die Einstellungen von pip es finden",
    "where pip's own settings find it or {}": "wo die Einstellungen von pip es finden, oder {}",
    "where {} has it": "wo {} es hat",
    "without {}": "ohne {}",
    "{} (linear algebra: {})": "{} (lineare Algebra: {})",
    "{} GB free": "{} GB frei",
    "{} TFLOPS in {}, copies {} GB/s, attention: {}": (
        "{} TFLOPS in {}, kopiert {} GB/s, Attention: {}"
    ),
    "{} bytes are missing at its end": "am Ende fehlen {} Byte",
    "{} bytes too many are at its end": "am Ende sind {} Byte zu viel",
    "{} cannot be read.": "{} lässt sich nicht lesen.",
    "{} could not be deleted.": "{} konnte nicht gelöscht werden.",
    "{} could not be downloaded: the connection breaks each time.": (
        "{} konnte nicht heruntergeladen werden: Die Verbindung bricht jedes Mal ab."
    ),
    "{} could not be opened.": "{} ließ sich nicht öffnen.",
    "{} could not be read": "{} ließ sich nicht lesen",
    "{} could not be read.": "{} ließ sich nicht lesen.",
    "{} could not be written.": "{} konnte nicht geschrieben werden.",
    "{} degrees": "{} Grad",
    "{} does not describe a NAF.": "{} beschreibt kein NAF.",
    "{} does not exist.": "{} gibt es nicht.",
    "{} has a camera inside the object's cube, or far off, in frame {}.": (
        "{} hat in Frame {} eine Kamera im Würfel des Objekts oder weit weg davon."
    ),
    "{} has a camera that does not look at the origin, in frame {}.": (
        "{} hat in Frame {} eine Kamera, die nicht zum Ursprung blickt."
    ),
    "{} has a first photo that is not from the front, azimuth 0.": (
        "{} hat ein erstes Foto, das nicht von vorn ist (Azimut 0)."
    ),
    "{} has more than {} million pixels.": "{} hat mehr als {} Millionen Pixel.",
    "{} has no sensible direction in frame {}.": "{} hat in Frame {} keine brauchbare Richtung.",
    "{} has no sensible file_path in frame {}.": "{} hat in Frame {} keinen brauchbaren file_path.",
    "{} has no sensible {} in frame {}.": "{0} hat in Frame {2} keinen brauchbaren Wert für {1}.",
    "{} has no {} to begin with.": "{} hat kein {}, um damit zu beginnen.",
    "{} has not been downloaded to this computer.": (
        "{} wurde nicht auf diesen Rechner heruntergeladen."
    ),
    "{} has the wheels of {}, not of {}.": "{} hat die Wheels von {}, nicht von {}.",
    "{} has two photos from the same direction.": "{} hat zwei Fotos aus derselben Richtung.",
    "{} has wheels for {}; this is {}.": "{} hat Wheels für {}; hier läuft {}.",
    "{} has {} frames; from 1 to {} can be used.": "{} hat {} Frames; nutzbar sind 1 bis {}.",
    "{} holds no faces.": "{} enthält keine Flächen.",
    "{} holds values that are no numbers": "{} enthält ungültige Zahlen",
    "{} in the folder of wheels is {}.": "{} im Ordner mit Wheels: {}.",
    "{} is another model's": "{} gehört zu einem anderen Modell",
    "{} is damaged, or holds more than tensors; it was not loaded.": (
        "{} ist beschädigt oder enthält mehr als Tensoren; nicht geladen."
    ),
    "{} is damaged, or not laid out as Pixal3D's weights are.": (
        "{} ist beschädigt oder nicht aufgebaut wie die Gewichte von Pixal3D."
    ),
    "{} is damaged.": "{} ist beschädigt.",
    "{} is empty.": "{} ist leer.",
    "{} is half-made: is to be made anew": "{} ist unvollständig: wird neu angelegt",
    "{} is missing among the weights.": "{} fehlt bei den Gewichten.",
    "{} is missing or damaged.": "{} fehlt oder ist beschädigt.",
    "{} is missing.": "{} fehlt.",
    "{} is newer than this version's PyTorch.": "{} ist neuer als das PyTorch dieser Version.",
    "{} is no folder of wheels: it has no {} that can be read.": (
        "{} ist kein Ordner mit Wheels: Darin fehlt ein lesbares {}."
    ),
    "{} is no sensible number": "{} ist keine brauchbare Zahl",
    "{} is not a file.": "{} ist keine Datei.",
    "{} is not a picture that can be read, or it is damaged.": (
        "{} ist kein lesbares Bild oder ist beschädigt."
    ),
    "{} is not a table of tensors.": "{} ist keine Tabelle von Tensoren.",
    "{} is not an array of pixels.": "{} ist kein Array von Pixeln.",
    "{} is not an array of uint8 {}.": "{} ist kein Array aus uint8 {}.",
    "{} is not finished: it has no mesh yet.": "{} ist nicht ausgearbeitet: Es hat noch kein Mesh.",
    "{} is not laid out as {}.": "{} ist nicht aufgebaut wie {}.",
    "{} is not reached by https, so nothing is taken from it.": (
        "{} ist nicht über https erreichbar, daher wird nichts von dort genommen."
    ),
    "{} is not there": "{} fehlt",
    "{} is not what was published: its checksum is another.": (
        "{} ist nicht, was veröffentlicht wurde: Die Prüfsumme ist eine andere."
    ),
    "{} is not {}": "{} ist nicht {}",
    "{} is only {} × {} pixels.": "{} hat nur {} × {} Pixel.",
    "{} is ready, after {} s": "{} ist bereit, nach {} s",
    "{} is there already: nothing is to be installed": "{} ist schon da: nichts zu installieren",
    "{} is there, with other versions or another build: is to be changed": (
        "{} ist da, mit anderen Versionen oder einem anderen Build: wird geändert"
    ),
    "{} is to be made": "{} wird angelegt",
    "{} is too old for PyTorch.": "{} ist zu alt für PyTorch.",
    "{} is {}, not safetensors; it was not opened.": (
        "{} ist {}, keine Safetensors-Datei; nicht geöffnet."
    ),
    "{} names a picture outside its own folder in frame {}.": (
        "{} nennt in Frame {} ein Bild außerhalb des eigenen Ordners."
    ),
    "{} names a picture that is not there in frame {}.": (
        "{} nennt in Frame {} ein Bild, das es nicht gibt."
    ),
    "{} names files that are not its own.": "{} nennt Dateien, die nicht dazugehören.",
    "{} needs {} GB more; the disk has {} GB left.": (
        "{} braucht noch {} GB; auf dem Datenträger sind {} GB frei."
    ),
    "{} of {} GB": "{} von {} GB",
    "{} of {} GB  {} MB/s": "{} von {} GB  {} MB/s",
    "{} of {} GB  {} MB/s  {} left": "{} von {} GB  {} MB/s  noch {}",
    "{} refuses {} (HTTP {}).": "{} verweigert {} (HTTP {}).",
    "{} wants to know who asks (HTTP {}).": "{} will wissen, wer fragt (HTTP {}).",
    "{} was asked for by name.": "{} wurde ausdrücklich verlangt.",
    "{} was made by another version of Pixal3D.": (
        "{} stammt von einer anderen Version von Pixal3D."
    ),
    "{} was not enough for this object.": "{} hat für dieses Objekt nicht gereicht.",
    "{} was short: it went in smaller pieces, which takes longer.": (
        "{} war knapp: Es ging in kleineren Stücken, was länger dauert."
    ),
    "{}, build {}.": "{}, Build {}.",
    "{}, {} of {} GB free": "{}, {} von {} GB frei",
    "{}/{} is not the pip that was pinned, and was refused.": (
        "{}/{} ist nicht das festgelegte pip und wurde abgelehnt."
    ),
    "{}: complete, also for several views": "{}: vollständig, auch für mehrere Ansichten",
    "{}: complete, for one view": "{}: vollständig, für eine Ansicht",
    "{}: cuts objects out of any background": "{}: stellt Objekte vor jedem Hintergrund frei",
    "{}: pictures can be read": "{}: Bilder lassen sich lesen",
}
