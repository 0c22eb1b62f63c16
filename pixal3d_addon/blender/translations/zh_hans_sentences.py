"""Simplified Chinese, of the sentences that come to Blender finished: see `blender.say.told`."""

SENTENCES = {
    "(pip's words are in {}.)": "（pip 的输出在 {}。）",
    "A JPEG texture needs {}, which this Python has not got.": (
        "JPEG 纹理需要 {}，而此 Python 中没有。"
    ),
    "A convex hull needs {}, which this Python has not got.": "凸壳需要 {}，而此 Python 中没有。",
    "A file of another model or version is in its place: get the weights again.": (
        "该处是其他模型或版本的文件：请重新获取权重。"
    ),
    "A file of the runtime could not be written.": "无法写入运行环境的某个文件。",
    "A finished mesh cannot be given another {}.": "无法更改已完成网格的“{}”。",
    "A graphics card by {}": "{} 显卡",
    "A layout for light maps needs {}, which this Python has not got.": (
        "光照贴图的 UV 布局需要 {}，而此 Python 中没有。"
    ),
    "A movie, an image sequence or a tiled image is not one photo.": (
        "影片、图像序列或分块图像不是单张照片。"
    ),
    "A package is not the one that was pinned, and was refused.": (
        "某个软件包与锁定的版本不符，已拒绝。"
    ),
    "A render result holds no pixels that can be read.": "渲染结果中没有可读取的像素。",
    "A texture of the material cannot be read.": "无法读取材质的某张纹理。",
    "A {} is no {}.": "{} 不是 {}。",
    "AMD has one: install that into a Python 3.11 of its own, and name it as Runtime.": (
        "AMD 提供了一个：请将其安装到单独的 Python 3.11 中，并指定为运行环境。"
    ),
    "AMD's kernel driver shows no compute device: install amdgpu, then try again.": (
        "AMD 内核驱动未显示计算设备：请安装 amdgpu 后重试。"
    ),
    "Add PyTorch's CPU index to pip's settings (extra-index-url), then try again.": (
        "请将 PyTorch 的 CPU 索引加入 pip 设置（extra-index-url）后重试。"
    ),
    "Add yourself to the group render, log in again, then set up again.": (
        "请将自己加入 render 用户组，重新登录后再安装。"
    ),
    "Adding to {} (once)": "正在补充 {}（仅此一次）",
    "All by hash but PyTorch, which is not pinned by hash, only by its version.": (
        "除 PyTorch 仅固定版本、未固定哈希外，其余均按哈希校验。"
    ),
    "An Apple processor: its GPU is used by MPS.": "Apple 处理器：通过 MPS 使用其 GPU。",
    "Another call is setting up {}: waiting for it.": "另一个进程正在安装 {}：请等待。",
    "Apple's GPU": "Apple GPU",
    "Apple's GPU, {} GB free": "Apple GPU，剩余 {} GB",
    "BSD, MIT and Apache-2.0": "BSD、MIT 和 Apache-2.0",
    "BSD, MIT and Apache-2.0; AMD's own for some of ROCm's libraries": (
        "BSD、MIT 和 Apache-2.0；部分 ROCm 库使用 AMD 自己的许可证"
    ),
    "BSD, MIT and Apache-2.0; NVIDIA's own for CUDA's libraries": (
        "BSD、MIT 和 Apache-2.0；CUDA 库使用 NVIDIA 自己的许可证"
    ),
    "Bake": "烘焙",
    "Begin with something else, or generate the object again.": (
        "请从其他数据开始，或重新生成物体。"
    ),
    "Blender and its worker are not of the same version.": "Blender 与其工作进程的版本不一致。",
    "Blender does not read photos of this kind.": "Blender 无法读取此类照片。",
    "Check that this Python exists and that the log folder may be written to.": (
        "请检查该 Python 是否存在，以及日志文件夹是否可写。"
    ),
    "Check that you may read the file and that its disk is connected.": (
        "请检查该文件是否可读，以及其磁盘是否已连接。"
    ),
    "Check the computer's clock, or name the proxy's certificate in SSL_CERT_FILE.": (
        "请检查电脑的时间，或在 SSL_CERT_FILE 中指定代理的证书。"
    ),
    "Check the disk that they are on, or get the weights again.": (
        "请检查其所在磁盘，或重新获取权重。"
    ),
    "Check the network and pip's proxy and mirror settings, then try again.": (
        "请检查网络以及 pip 的代理和镜像设置，然后重试。"
    ),
    "Check the network and try again, or put the model's .onnx file into rembg's folder.": (
        "请检查网络后重试，或将模型的 .onnx 文件放入 rembg 的文件夹。"
    ),
    "Check the network, or that the mirror has {}; --build cpu takes the processor's.": (
        "请检查网络，或确认镜像站有 {}；--build cpu 使用处理器版本。"
    ),
    "Check the network, then download again; what has come is kept.": (
        "请检查网络后重新下载；已下载的部分会保留。"
    ),
    "Checking the folder of wheels": "正在检查 Wheel 包文件夹",
    "Choose a folder nearer to the root of the disk, then try again.": (
        "请选择更靠近磁盘根目录的文件夹，然后重试。"
    ),
    "Choose a folder of {} characters at most, then try again.": (
        "请选择路径不超过 {} 个字符的文件夹，然后重试。"
    ),
    "Choose a folder that you may write to.": "请选择可写入的文件夹。",
    "Choose a larger texture.": "请选择更大的纹理。",
    "Choose a mask of the photo's own size, or of its proportions.": (
        "请选择与照片尺寸相同或比例相同的遮罩。"
    ),
    "Choose a picture file that you may read.": "请选择可读取的图片文件。",
    "Choose a picture with one clear object, or supply a mask that is white where it is.": (
        "请选择含一个清晰物体的图片，或提供物体处为白色的遮罩。"
    ),
    "Choose a results folder that you may write to.": "请选择可写入的结果文件夹。",
    "Choose a shorter name or a results folder nearer to the root of the disk.": (
        "请使用更短的名称，或选择更靠近磁盘根目录的结果文件夹。"
    ),
    "Choose a smaller texture and fewer faces.": "请选择更小的纹理和更少的面数。",
    "Choose a smaller texture or close other programs.": "请选择更小的纹理，或关闭其他程序。",
    "Choose a transforms.json with the photos' cameras, its pictures beside it.": (
        "请选择含照片相机参数的 transforms.json，其图片应放在同一位置。"
    ),
    "Choose a value from {} to {}.": "请选择 {} 到 {} 之间的值。",
    "Choose another picture.": "请选择其他图片。",
    "Choose another way to cut out the subject, or a picture with transparency.": (
        "请选择其他抠图方式，或带透明度的图片。"
    ),
    "Choose from {}.": "可选：{}。",
    "Choose one of: {}.": "可选值：{}。",
    "Choose the photo again.": "请重新选择照片。",
    "Choose the {} again.": "请重新选择{}。",
    "Chosen in the settings.": "由设置指定。",
    "Clean": "清理",
    "Close other programs that use it, or choose fewer tokens or a lower resolution.": (
        "请关闭占用它的其他程序，或选择更少的 Token 或更低的分辨率。"
    ),
    "Close other programs, or choose a smaller texture or fewer faces.": (
        "请关闭其他程序，或选择更小的纹理或更少的面数。"
    ),
    "Close programs that use it, or choose a folder that you may write to, then try again.": (
        "请关闭占用它的程序，或选择可写入的文件夹，然后重试。"
    ),
    "Close what has its files open, or delete the folder yourself.": (
        "请关闭占用其文件的程序，或自行删除该文件夹。"
    ),
    "Close what uses it or choose a folder that you may write to, then try again.": (
        "请关闭占用它的程序，或选择可写入的文件夹，然后重试。"
    ),
    "Coarse Shape": "粗略形状",
    "Colors": "颜色",
    "Connect its disk, or let the first result make it.": (
        "请连接其所在磁盘，或在生成第一个结果时创建它。"
    ),
    "Converting {} needs {} GB; the disk has {} GB left.": "转换 {} 需要 {} GB；磁盘剩余 {} GB。",
    "Copy a picture in another program, or a picture file, and paste again.": (
        "请在其他程序中复制图片，或复制图片文件，然后再粘贴。"
    ),
    "Copy the folder again, or make it anew.": "请重新复制该文件夹，或重新创建。",
    "Cut-Out": "抠图",
    "DINOv3 License, by Meta": "DINOv3 许可证（Meta）",
    "Damaged: {}.": "已损坏：{}。",
    "Decoding the latents takes Pixal3D.": "解码潜变量需要 Pixal3D。",
    "Delete the file and get the weights again.": "请删除该文件并重新获取权重。",
    "Depth": "深度",
    "Download it again; if it stays so, the mirror serves changed files.": (
        "请重新下载；若仍如此，则镜像站提供的文件已被更改。"
    ),
    "Download it first (python -m pixal3d_addon download), or name a folder that has it.": (
        "请先下载（python -m pixal3d_addon download），或指定已有它的文件夹。"
    ),
    (
        "Download it in the add-on's preferences, or with python -m pixal3d_addon download "
        "background, or choose another way to cut out the subject."
    ): (
        "请在插件的偏好设置中下载，或运行 python -m pixal3d_addon download background，或改用其他抠"
        "图方式。"
    ),
    "Download revision {} of {}.": "请下载 {1} 的修订版 {0}。",
    "Download the weights again, or name the folder that has Pixal3D's.": (
        "请重新下载权重，或指定 Pixal3D 权重所在的文件夹。"
    ),
    "Download the weights again, or name the folder that has all of them.": (
        "请重新下载权重，或指定含全部权重的文件夹。"
    ),
    "Draft sees the photo alone: more views take the engine Pixal3D.": (
        "Draft 只使用这一张照片：更多视角需要 Pixal3D 引擎。"
    ),
    "Draft works here without it.": "没有它，Draft 仍可在此运行。",
    "Draft works in Blender's own Python without it.": (
        "没有它，Draft 也能在 Blender 自带的 Python 中运行。"
    ),
    "Draft's network is missing or damaged.": "Draft 的网络缺失或已损坏。",
    "Draft: the front is the photo, depth and the hidden side are estimated from {}.": (
        "Draft：正面取自照片，深度和被遮挡的一侧由{}推测。"
    ),
    "Elsewhere: reinstall Python, then try again.": "其他系统：请重新安装 Python 后重试。",
    "Elsewhere: reinstall Python.": "其他系统：请重新安装 Python。",
    "Every file, by its hash.": "每个文件均按哈希校验。",
    "Files": "文件",
    "Files of different models are mixed: download the weights again.": (
        "不同模型的文件混在一起：请重新下载权重。"
    ),
    "Find the file or choose another, then choose that.": (
        "请找到该文件或改用其他文件，然后选择它。"
    ),
    "Finish it to go on from there.": "请对其重新后处理以继续。",
    "Free some space or choose another folder, then download again.": (
        "请释放一些空间或选择其他文件夹，然后重新下载。"
    ),
    "Free some space or choose another folder, then download again; what came is kept.": (
        "请释放一些空间或选择其他文件夹，然后重新下载；已下载的部分会保留。"
    ),
    "Free some space or choose another folder, then try again.": (
        "请释放一些空间或选择其他文件夹，然后重试。"
    ),
    "Free some space or choose another results folder, then generate again.": (
        "请释放一些空间或选择其他结果文件夹，然后重新生成。"
    ),
    "Free some space, or choose another cache folder, then try again.": (
        "请释放一些空间或选择其他缓存文件夹，然后重试。"
    ),
    "Free some space, or write to another disk.": "请释放一些空间，或写入其他磁盘。",
    "Free some space, then try again.": "请释放一些空间，然后重试。",
    "Generate again; if it stays, use another seed or device.": (
        "请重新生成；若仍如此，请换用其他种子或设备。"
    ),
    "Generate the object again.": "请重新生成物体。",
    "Get DINOv3 again, or name the folder that has it.": "请重新获取 DINOv3，或指定其所在文件夹。",
    "Get the weights again, or name the folder that has them.": (
        "请重新获取权重，或指定其所在文件夹。"
    ),
    "Get the weights again, or update Pixal3D for Blender.": (
        "请重新获取权重，或更新 Pixal3D for Blender。"
    ),
    "Get the weights, or name the folder that has them.": "请获取权重，或指定其所在文件夹。",
    "Give each view a direction of its own, in More Views.": (
        "请在“更多视角”中为每个视角设置各自的方向。"
    ),
    "Install Draft's runtime or Pixal3D's in Blender's preferences.": (
        "请在 Blender 的偏好设置中安装 Draft 或 Pixal3D 的运行环境。"
    ),
    "Install NVIDIA's driver, restart, then set up again.": (
        "请安装 NVIDIA 驱动并重启，然后再安装。"
    ),
    (
        "Install Pixal3D's runtime again: in Blender's preferences, or python vendor_install.py "
        "setup --pixal3d"
    ): (
        "请重新安装 Pixal3D 的运行环境：在 Blender 偏好设置中，或运行 python vendor_install.py setu"
        "p --pixal3d"
    ),
    (
        "Install Pixal3D's runtime: in Blender's preferences, or python vendor_install.py setup "
        "--pixal3d"
    ): (
        "请安装 Pixal3D 的运行环境：在 Blender 偏好设置中，或运行 python vendor_install.py setup --"
        "pixal3d"
    ),
    "Install Python for Apple processors from python.org, then start with that.": (
        "请从 python.org 安装适用于 Apple 处理器的 Python，然后用它启动。"
    ),
    "Install it again, or choose another way to cut out the subject.": (
        "请重新安装，或选择其他抠图方式。"
    ),
    "Install it, or choose another way to cut out the subject.": "请安装它，或选择其他抠图方式。",
    "Install it.": "请安装它。",
    "Install numpy.": "请安装 numpy。",
    "Install one from python.org, with your system's packages, pyenv or uv, then try again.": (
        "请从 python.org、系统软件包、pyenv 或 uv 安装一个，然后重试。"
    ),
    "Install the 64-bit Python from python.org, then start with that.": (
        "请从 python.org 安装 64 位 Python，然后用它启动。"
    ),
    "Install the extension again, or copy the folder of wheels again.": (
        "请重新安装扩展，或重新复制 wheel 文件夹。"
    ),
    "Install the extension again, or let Draft take the silhouette alone.": (
        "请重新安装扩展，或让 Draft 只使用轮廓。"
    ),
    "Install the extension again; the log tells more: {}.": "请重新安装扩展；详情见日志：{}。",
    "Install the newest driver and restart, or take --build cpu.": (
        "请安装最新驱动并重启，或使用 --build cpu。"
    ),
    "Install the x86-64 Python from python.org, then start with that.": (
        "请从 python.org 安装 x86-64 Python，然后用它启动。"
    ),
    "It is not finished, and what finishing needs is missing.": (
        "它尚未完成，且缺少后处理所需的数据。"
    ),
    "It keeps its {} faces: the finished mesh has no more.": (
        "保持 {} 个面：已完成的网格没有更多的面。"
    ),
    "Its mesh is missing.": "缺少其网格。",
    "Its words are in {}; read its end, try again.": "其输出在 {}；请查看末尾后重试。",
    "Leave it out, and put a token into the environment variable {}.": (
        "请去掉它，并把令牌放入环境变量 {}。"
    ),
    "Leave that option out, or generate the object again with it.": (
        "请去掉该选项，或使用它重新生成物体。"
    ),
    "Let Blender write to its folder of extensions, then try again.": (
        "请允许 Blender 写入其扩展文件夹，然后重试。"
    ),
    "Levels of detail need {}, which this Python has not got.": (
        "细节层级需要 {}，而此 Python 中没有。"
    ),
    "Made with {} tokens, because {} was not enough.": "因{1}不足，以 {0} 个 Token 生成。",
    "Made without the runtime, which did not start.": "未使用运行环境生成，因为它未能启动。",
    "Made without the runtime.": "未使用运行环境生成。",
    "Make it for this computer: python vendor_install.py bundle --help": (
        "请为这台电脑创建：python vendor_install.py bundle --help"
    ),
    "Make one with: python vendor_install.py bundle FOLDER": (
        "请用以下命令创建：python vendor_install.py bundle FOLDER"
    ),
    "Making it anew.": "正在重新创建。",
    "Move it back, or reset the crop.": "请将其移回，或重置裁剪。",
    "Move the picture to a folder nearer to the root of the disk.": (
        "请将图片移到更靠近磁盘根目录的文件夹。"
    ),
    "NAF cannot make {} × {} pixels of {} × {} features.": (
        "NAF 无法将 {2} × {3} 的特征变为 {0} × {1} 像素。"
    ),
    "NVIDIA's driver {} is too old: install {} or newer, then try again.": (
        "NVIDIA 驱动 {} 过旧：请安装 {} 或更新版本后重试。"
    ),
    "NVIDIA's driver {} runs CUDA {}.{}.": "NVIDIA 驱动 {} 可运行 CUDA {}.{}。",
    "Name a mirror whose address begins with https.": "请指定地址以 https 开头的镜像站。",
    "Name one like https://mirror.example, or leave it empty.": (
        "请填写类似 https://mirror.example 的地址，或留空。"
    ),
    "Name the folder that has pipeline.json, or a downloaded repository as OWNER/NAME.": (
        "请指定含 pipeline.json 的文件夹，或以 OWNER/NAME 形式指定已下载的仓库。"
    ),
    "No CPU build of PyTorch was found.": "未找到 PyTorch 的 CPU 构建。",
    "No Python {} was found.": "未找到 Python {}。",
    "No engine can run here.": "没有可在此运行的引擎。",
    "No graphics card was found.": "未找到显卡。",
    "No object came out of the photo.": "未能从照片得到物体。",
    "No object is made of {} and others.": "{} 等文件不会生成物体。",
    "No object is made of {}.": "{} 不会生成物体。",
    "No subject was found in the picture: all of it is transparent or background.": (
        "图片中未找到主体：全部是透明或背景。"
    ),
    "No surface came out of the photo.": "未能从照片得到表面。",
    "No surface was found to make a mesh of.": "未找到可生成网格的表面。",
    "Not enough memory.": "内存不足。",
    "Not finished yet: it has no mesh.": "尚未完成：没有网格。",
    "Not {}: {}": "未选 {}：{}",
    "Nothing of the coarse shape is left to refine.": "粗略形状中没有可细化的部分。",
    "ONNX Runtime is not installed.": "未安装 ONNX Runtime。",
    (
        "On Debian and Ubuntu: sudo apt-get install python3-venv, or use the extension's zip, "
        "which needs nothing."
    ): (
        "在 Debian 和 Ubuntu 上：sudo apt-get install python3-venv，或使用扩展的 zip，它无需其他组"
        "件。"
    ),
    "On Debian and Ubuntu: sudo apt-get install python3-venv.": (
        "在 Debian 和 Ubuntu 上：sudo apt-get install python3-venv。"
    ),
    "Only another revision of {} is on this computer; this version needs {}.": (
        "这台电脑上只有 {} 的其他修订版；此版本需要 {}。"
    ),
    "Only the main photo is on the texture: the other views can no longer be read.": (
        "纹理上只有主照片：其他视角已无法读取。"
    ),
    "Open it in a picture program and save it again as PNG or JPEG.": (
        "请在图像软件中打开，并重新保存为 PNG 或 JPEG。"
    ),
    "Photo": "照片",
    "Pixal3D does not run on Intel's graphics.": "Pixal3D 无法在 Intel 显卡上运行。",
    "Pixal3D found no graphics card that it can use.": "Pixal3D 未找到可用的显卡。",
    "Pixal3D from one photo": "Pixal3D（单张照片）",
    "Pixal3D from several photos": "Pixal3D（多张照片）",
    "Pixal3D needs a runtime, a Python with PyTorch, and none is installed or named.": (
        "Pixal3D 需要运行环境（装有 PyTorch 的 Python），但尚未安装或指定。"
    ),
    "Pixal3D needs {}, which this Python has not got.": "Pixal3D 需要 {}，而此 Python 中没有。",
    "Pixal3D would take hours on the processor; Draft takes seconds.": (
        "Pixal3D 在处理器上需要数小时；Draft 只需数秒。"
    ),
    "Press Install or Set Runtime in the add-on's preferences, or choose the engine Draft.": (
        "请在扩展的偏好设置中点“安装”或指定运行环境，或选择 Draft 引擎。"
    ),
    (
        "Put the token of that mirror into the environment variable {}, then start this again; or "
        "name another mirror."
    ): ("请把该镜像的令牌放入环境变量 {}，然后重新启动；或改用其他镜像。"),
    "PyTorch has no builds for Intel Macs any more.": "PyTorch 已不再提供 Intel Mac 构建。",
    "PyTorch has no builds for {}.": "PyTorch 没有适用于 {} 的构建。",
    "PyTorch was installed but does not run here; its words are in {}/{}.": (
        "PyTorch 已安装，但无法在此运行；其输出在 {}/{}。"
    ),
    "PyTorch was installed but finds no graphics card.": "PyTorch 已安装，但找不到显卡。",
    "PyTorch {} on {}": "PyTorch {}，{}",
    "PyTorch's ROCm has no code for {}.": "PyTorch 的 ROCm 不支持 {}。",
    "PyTorch's build for it: {}": "适用的 PyTorch 构建：{}",
    "PyTorch's build for it: {}, but one for the processor alone is installed": (
        "适用的 PyTorch 构建：{}，但已安装的仅支持处理器"
    ),
    "PyTorch's build {} was not found.": "未找到 PyTorch 构建 {}。",
    "PyTorch's builds need glibc 2.28, which this Linux has not got.": (
        "PyTorch 构建需要 glibc 2.28，而此 Linux 中没有。"
    ),
    "PyTorch's builds need macOS 14, which this Mac has not got.": (
        "PyTorch 的版本需要 macOS 14，这台 Mac 尚未安装。"
    ),
    "PyTorch's own index has no ROCm for Windows.": "PyTorch 的索引中没有适用于 Windows 的 ROCm。",
    "Python {} is here, but without the modules that make virtual environments.": (
        "已有 Python {}，但缺少创建虚拟环境的模块。"
    ),
    "ROCm needs an x86-64 processor.": "ROCm 需要 x86-64 处理器。",
    "ROCm {} has code for {}.": "ROCm {} 支持 {}。",
    "Read": "读取",
    "Remove it and download it again, or choose another way to cut out the subject.": (
        "请移除后重新下载，或改用其他抠图方式。"
    ),
    "Remove the job, then generate again.": "请移除该任务，然后重新生成。",
    "Repair it; if it stays so, report it with that file.": "请修复；若仍如此，请附上该文件反馈。",
    "Reset the settings to their defaults.": "请将设置恢复为默认值。",
    "Restart Blender.": "请重启 Blender。",
    "Run the command finish on it.": "请对其运行 finish 命令。",
    "Run the doctor command.": "请运行 doctor 命令。",
    "Run the installer, or hand the pixels over as a .npy file.": (
        "请运行安装程序，或以 .npy 文件提供像素。"
    ),
    "Run: python vendor_install.py setup --background": (
        "请运行：python vendor_install.py setup --background"
    ),
    "Save it as JPEG or PNG, then choose that.": "请将其另存为 JPEG 或 PNG，然后选择该文件。",
    "Save it as a file, then choose that.": "请将其保存为文件，然后选择该文件。",
    "Save one as a file, then choose that.": "请将其中一帧保存为文件，然后选择该文件。",
    "Scale it down to at most {} megapixels.": "请缩小到最多 {} 百万像素。",
    "Scale the picture down first; 2048 pixels along the longer side are plenty.": (
        "请先缩小图片；长边 2048 像素就足够了。"
    ),
    "See its panel.": "请见其面板。",
    "Set the runtime up again.": "请重新安装运行环境。",
    "Set the runtime up first, or choose the engine Draft.": (
        "请先安装运行环境，或选择 Draft 引擎。"
    ),
    "Set the runtime up for Pixal3D, or leave that out.": (
        "请安装 Pixal3D 的运行环境，或不使用该项。"
    ),
    "Setting up {} (once)": "正在安装 {}（仅此一次）",
    "Setting up {} needs {} MB; the disk has {} MB left.": "安装 {} 需要 {} MB；磁盘剩余 {} MB。",
    "Shape": "形状",
    "Simplify": "简化",
    "Something went wrong that should not have.": "发生了意外错误。",
    "Starting": "正在启动",
    "Stopped.": "已停止。",
    "Structure": "结构",
    "Supply a grey picture of the photo's size, white where the subject is.": (
        "请提供与照片尺寸相同的灰度图，主体处为白色。"
    ),
    "Supply a mask of the photo's own size, or of its proportions.": (
        "请提供与照片尺寸相同或比例相同的遮罩。"
    ),
    "Supply a mask of the photo's own size.": "请提供与照片尺寸相同的遮罩。",
    "Supply a mask that is white where the subject is.": "请提供主体处为白色的遮罩。",
    (
        "Supply a mask, use a picture with a transparent background, install the background model, "
        "or take the picture before a plain backdrop."
    ): ("请提供遮罩，使用背景透明的图片，安装抠图模型，或在纯色背景前拍摄。"),
    "Surface": "表面",
    "Texture": "纹理",
    "Textures of {} × {} take {} GB of memory, and {} GB are free.": (
        "{} × {} 的纹理需要 {} GB 内存，可用 {} GB。"
    ),
    "The GPU's memory": "GPU 内存",
    "The Python of the worker has no {}.": "工作进程的 Python 缺少 {}。",
    "The address of the mirror is none.": "镜像的地址不是有效地址。",
    "The address of {} holds a login, which would be kept in files.": (
        "{} 的地址含有登录信息，会留在文件中。"
    ),
    "The background model is not here, or nothing that runs it.": (
        "没有抠图模型，或没有可运行它的环境。"
    ),
    "The background model {} could not be downloaded.": "无法下载抠图模型 {}。",
    "The background model {} could not be run.": "无法运行抠图模型 {}。",
    "The background model {} is not installed.": "抠图模型 {} 未安装。",
    "The best engine that can run here.": "此设备上可运行的最佳引擎。",
    "The camera's elevation could not be estimated; {}° was taken.": (
        "无法估算相机俯角；已采用 {}°。"
    ),
    "The camera's elevation, {}°, was estimated from the photo.": "相机俯角 {}° 由照片估算得出。",
    "The certificate of {} is not one that this Python trusts.": "此 Python 不信任 {} 的证书。",
    "The disk filled up while installing.": "安装时磁盘已满。",
    "The disk filled up while making the runtime.": "创建运行环境时磁盘已满。",
    "The disk is full: the folder {} could not be written.": "磁盘已满：无法写入文件夹 {}。",
    "The disk is full: {} could not be written.": "磁盘已满：无法写入 {}。",
    "The doctor did not answer: see the log.": "诊断没有响应：请查看日志。",
    "The engines could not be loaded.": "无法加载引擎。",
    "The folder of wheels has not got all that this system and Python need.": (
        "Wheel 包文件夹中缺少此系统和 Python 所需的部分。"
    ),
    "The folder {} could not be written: it is read-only, or a program uses it.": (
        "无法写入文件夹 {}：它是只读的，或正被程序占用。"
    ),
    "The folder's path is too long for this system.": "文件夹路径超出此系统的长度限制。",
    "The graphics device computed a shape that is no numbers.": "图形设备算出的形状不是有效数值。",
    "The graphics device computed a structure that is no numbers.": (
        "图形设备算出的结构不是有效数值。"
    ),
    "The graphics device computed something that is no numbers.": (
        "图形设备算出的结果不是有效数值。"
    ),
    "The job was cancelled.": "任务已取消。",
    "The log: {}.": "日志：{}。",
    "The mask and the photo have different sizes.": "遮罩与照片的尺寸不同。",
    "The mask cannot be used.": "无法使用该遮罩。",
    "The mask holds no subject.": "遮罩中没有主体。",
    "The mask is {} × {} pixels, but the photo is {} × {}.": (
        "遮罩为 {} × {} 像素，而照片为 {} × {}。"
    ),
    "The memory of this computer was not enough.": "这台电脑的内存不足。",
    "The object could not be added.": "无法添加物体。",
    "The object has more separate parts than the texture has room for.": (
        "物体的独立部件过多，纹理放不下。"
    ),
    "The package index has no build of a package for this system and Python.": (
        "软件包索引中没有适用于此系统和 Python 的某个构建。"
    ),
    "The packages could not be fetched.": "无法获取软件包。",
    "The packages have no builds for Windows on ARM.": "软件包没有适用于 ARM 版 Windows 的构建。",
    "The packages have no builds for {} on {}.": "软件包没有适用于 {1} 上 {0} 的版本。",
    "The packages need glibc 2.28, which this Linux has not got.": (
        "软件包需要 glibc 2.28，此 Linux 没有。"
    ),
    "The packages need macOS {} or newer.": "软件包需要 macOS {} 或更新版本。",
    "The path of the folder {} is too long for Windows.": (
        "文件夹 {} 的路径超出 Windows 的长度限制。"
    ),
    "The path of the folder {} is too long for this system.": (
        "文件夹 {} 的路径超出此系统的长度限制。"
    ),
    "The path of the picture is too long for this system.": "图片路径超出此系统的长度限制。",
    "The path of the {} is not valid.": "{}的路径无效。",
    "The path of {} is too long for this system.": "{} 的路径超出此系统的长度限制。",
    "The photo cannot be read or the object not rendered.": "无法读取照片或无法渲染物体。",
    "The photo could not be read.": "无法读取照片。",
    "The photo from {}°: {}": "{}° 方向的照片：{}",
    "The photo has changed while it was read.": "照片在读取过程中发生了变化。",
    "The photo in {} is damaged.": "{} 中的照片已损坏。",
    "The photo in {} is missing or damaged.": "{} 中的照片缺失或已损坏。",
    "The photo is missing or damaged.": "照片缺失或已损坏。",
    "The photo is {} × {} pixels.": "照片为 {} × {} 像素。",
    "The photo of the job is gone.": "该任务的照片已不存在。",
    "The photo shows too little of the object to tell its light from its colors.": (
        "照片中物体露出太少，无法区分光照与颜色。"
    ),
    "The photo was prepared but cannot be shown.": "照片已准备好，但无法显示。",
    "The photo was removed while it was read.": "照片在读取过程中被移除。",
    (
        "The photo's light was estimated from the surface's directions and taken out of its "
        "colors: cast shadows and highlights are still in them."
    ): ("已根据表面朝向估算照片的光照并从颜色中去除：投影和高光仍在。"),
    "The picture has no transparent background.": "图片没有透明背景。",
    "The report could not be written there.": "报告无法写入该处。",
    "The results folder could not be read.": "无法读取结果文件夹。",
    "The runtime did not start.": "运行环境未能启动。",
    "The runtime was installed but does not run here; its words are in {}/{}.": (
        "运行环境已安装，但无法在此运行；其输出在 {}/{}。"
    ),
    "The server sends {} MB and more for {}, which is a small file.": (
        "服务器为小文件 {1} 发送了 {0} MB 以上的数据。"
    ),
    "The setting {} has a value that does not exist.": "设置 {} 的值不存在。",
    "The setting {} is not a number in its range.": "设置 {} 不是其范围内的数值。",
    "The setting {} is not a {}.": "设置 {} 的类型不是 {}。",
    "The settings are not a table of names and values.": "设置不是名称与值的表。",
    "The sizes in the weights' pipeline.json are wrong: get the weights again.": (
        "权重的 pipeline.json 中的尺寸有误：请重新获取权重。"
    ),
    "The square was moved off the subject.": "方形区域已移出主体。",
    "The subject cannot be told from its background in this picture.": (
        "无法在此图片中区分主体与背景。"
    ),
    "The surface has numbers that are none.": "表面含有无效数值。",
    "The texture stays at {} px: the finished mesh has no more.": (
        "纹理保持 {} px：已完成的网格没有更高的精度。"
    ),
    "The weights of DINOv3: {}.": "DINOv3 权重：{}。",
    "The weights {} are damaged: {} holds values that are no numbers.": (
        "权重 {} 已损坏：{} 含有无效数值。"
    ),
    "The weights {} are damaged: {}.": "权重 {} 已损坏：{}。",
    "The weights {} are not there.": "权重 {} 不存在。",
    "The weights {} are not this model's: {}.": "权重 {} 不属于此模型：{}。",
    "The weights {} are not what was published: their checksum is another.": (
        "权重 {} 与发布的不符：校验和不同。"
    ),
    "The weights {} changed while they were read.": "读取时权重 {} 发生了变化。",
    "The weights {} could not be read to their end.": "无法完整读取权重 {}。",
    "The weights {} could not be read.": "无法读取权重 {}。",
    "The weights' description has no sensible {}.": "权重描述中没有合理的 {}。",
    "The weights' description is not a decoder that this version knows: {}.": (
        "权重描述不是此版本支持的解码器：{}。"
    ),
    "The weights' description is not a flow that this version knows: {}.": (
        "权重描述不是此版本支持的流模型：{}。"
    ),
    "The worker closed its connection.": "工作进程关闭了连接。",
    "The worker could not be started with {}.": "无法用 {} 启动工作进程。",
    "The worker crashed.": "工作进程已崩溃。",
    "The worker ended before its work was done.": "工作进程在完成前就结束了。",
    "The worker sent a line that is no message: {}.": "工作进程发送的一行不是消息：{}。",
    "The worker sent what cannot be understood.": "工作进程发送了无法理解的内容。",
    "The worker stopped reading.": "工作进程停止了读取。",
    "The worker was ended by the system, most often because memory ran out.": (
        "工作进程被系统终止，多半是内存耗尽。"
    ),
    "The worker was ended from outside.": "工作进程被外部终止。",
    "The worker was not started.": "工作进程未启动。",
    "There are no weights {}.": "没有名为 {} 的权重。",
    "There is no Python at {}, which the preferences name as runtime.": (
        "偏好设置中指定为运行环境的 {} 处没有 Python。"
    ),
    "There is no folder {} with weights.": "没有含权重的文件夹 {}。",
    "There is no folder {}.": "没有文件夹 {}。",
    "There is no picture on the clipboard.": "剪贴板中没有图片。",
    "There is not enough memory to read {}.": "内存不足，无法读取 {}。",
    "There is nothing to show.": "没有可显示的内容。",
    "These weights do not belong together: {} of {} is {}, but the others need {}.": (
        "这些权重不属于同一组：{1} 的 {0} 为 {2}，而其他需要 {3}。"
    ),
    "This Python cannot read picture files: Pillow is not installed.": (
        "此 Python 无法读取图片文件：未安装 Pillow。"
    ),
    "This Python failed to make a virtual environment.": "此 Python 无法创建虚拟环境。",
    "This Python is a 32-bit one.": "此 Python 是 32 位的。",
    "This Python was built for Intel Macs.": "此 Python 是为 Intel Mac 构建的。",
    "This card's memory is little for Pixal3D.": "这块显卡的内存对 Pixal3D 来说偏小。",
    "This computer's memory": "这台电脑的内存",
    "This job did not fail.": "此任务并未失败。",
    "This job finishes a result again.": "此任务是对结果重新后处理。",
    "Try again later, name a mirror, or get the files in another way.": (
        "请稍后重试，指定镜像站，或以其他方式获取文件。"
    ),
    "Try again later, or name another mirror.": "请稍后重试，或改用其他镜像。",
    "Try again.": "请重试。",
    "Try again; a new worker starts by itself.": "请重试；新的工作进程会自动启动。",
    "Try again; if it stays so, the package mirror in pip's settings serves changed files.": (
        "请重试；若仍如此，则 pip 设置中的镜像提供的文件已被更改。"
    ),
    "Try again; if it stays, report it with the lines above.": (
        "请重试；若仍如此，请附上以上内容反馈。"
    ),
    "Try again; the log tells what happened: {}.": "请重试；详情见日志：{}。",
    "Try another seed, or a photo in which the subject stands out more.": (
        "请换一个种子，或使用主体更突出的照片。"
    ),
    "Two photos are from the same direction.": "有两张照片来自同一方向。",
    "Undo what was changed, or generate the object again.": "请撤销所做的更改，或重新生成物体。",
    "Unknown setting: {}.": "未知设置：{}。",
    "Unwrap": "展开",
    "Update its driver, or get the weights again.": "请更新其驱动，或重新获取权重。",
    "Update its driver, or let the processor do it.": "请更新其驱动，或改用处理器计算。",
    "Update macOS in System Settings.": "请在“系统设置”中更新 macOS。",
    "Update macOS in System Settings; Draft works here without it.": (
        "请在“系统设置”中更新 macOS；Draft 无需更新即可使用。"
    ),
    "Use Photo from Render.": "请使用“以渲染图为照片”。",
    "Use a newer distribution, one with glibc.": "请使用带 glibc 的较新发行版。",
    "Use a photo with one clear object, or another seed.": (
        "请使用含一个清晰物体的照片，或换一个种子。"
    ),
    "Use a picture of at least {} × {} pixels, better 1024 × 1024.": (
        "请使用至少 {} × {} 像素的图片，最好 1024 × 1024。"
    ),
    "Use a smaller picture or close other programs.": "请使用更小的图片，或关闭其他程序。",
    "Use another Python from 3.10 to 3.13, or check pip's mirror settings.": (
        "请使用 3.10 到 3.13 的其他 Python，或检查 pip 的镜像设置。"
    ),
    "Use another Python from 3.10 to 3.14, or check pip's mirror settings.": (
        "请使用 3.10 至 3.14 的其他 Python，或检查 pip 的镜像设置。"
    ),
    "Wait until their download is over, then try again.": "请等待下载完成后重试。",
    "Weights": "权重",
    "What came out of the photo fills all of space.": "由照片得到的内容填满了整个空间。",
    "What came out of the photo is no surface.": "由照片得到的内容不是表面。",
    "What has come is kept; press it again.": "已下载的部分会保留；请再次点击继续。",
    "What was generated is kept in {}: the command finish goes on from there.": (
        "已生成的内容保存在 {}：可用 finish 命令从那里继续。"
    ),
    "Without it only photos with alpha, a mask or a plain backdrop work.": (
        "没有它，只能使用带 Alpha、带遮罩或纯色背景的照片。"
    ),
    "Without it {}.": "没有它的话：{}。",
    "Without one it takes hours; choose the engine Pixal3D to run it anyway.": (
        "没有显卡需要数小时；若仍要运行，请选择 Pixal3D 引擎。"
    ),
    "You may not write there: choose another folder, or change its permissions.": (
        "没有该处的写入权限：请选择其他文件夹，或更改其权限。"
    ),
    "a list of photos and their directions": "照片及其方向的列表",
    "a pickle": "pickle 文件",
    "a pickle of PyTorch's": "PyTorch 的 pickle 文件",
    "a pointer of Git LFS, not what it points to": "Git LFS 指针而非文件本身",
    "a web page": "网页",
    "about {}": "约 {}",
    "about {}; {} are free": "约 {}；剩余空间 {}",
    "as named": "按指定",
    "background": "背景",
    "can run": "可以运行",
    "cannot be checked without numpy.": "没有 numpy，无法检查。",
    "checked": "校验",
    "damaged": "已损坏",
    "device": "设备",
    "disk": "磁盘",
    "disk here": "当前磁盘",
    "disk temporary": "临时磁盘",
    "disk weights": "权重磁盘",
    "download": "下载",
    "engine auto": "自动引擎",
    "engine {}": "引擎 {}",
    "engines": "引擎",
    "folder": "文件夹",
    "from": "来源",
    "graphics": "显卡",
    "installing": "正在安装",
    "is installed, but cannot run here.": "已安装，但无法在此运行。",
    "is not installed.": "未安装。",
    "it is no safetensors file, or its begin is lost": "它不是 safetensors 文件，或缺少开头",
    "its header is wrong about {}": "其文件头中 {} 有误",
    "license": "许可证",
    "mask": "遮罩",
    "memory": "内存",
    "missing": "缺失",
    "missing {}": "缺少 {}",
    "no graphics card": "没有显卡",
    "no graphics card.": "没有显卡。",
    "no model (rembg with {}).": "没有模型（需要 rembg 和 {}）。",
    "no model that cuts objects out.": "没有抠图模型。",
    "none": "无",
    "none.": "无。",
    "note": "备注",
    "only plain PNG and .npy files can be read; Draft's runtime brings it": (
        "只能读取普通 PNG 和 .npy 文件；Draft 的运行环境会带来它"
    ),
    "packages": "软件包",
    "photo": "照片",
    "pip could not install the packages.": "pip 无法安装软件包。",
    "pip's own settings": "pip 的设置",
    "python -m pixal3d_addon download background --yes downloads it, as the preferences do.": (
        "运行 python -m pixal3d_addon download background --yes 即可下载，偏好设置中亦可。"
    ),
    "python vendor_install.py setup --background installs it.": (
        "运行 python vendor_install.py setup --background 可安装它。"
    ),
    "rembg, which runs the background model, is not installed.": (
        "运行抠图模型所需的 rembg 未安装。"
    ),
    "results folder": "结果文件夹",
    "speed": "速度",
    "system": "系统",
    "takes {}.": "采用 {}。",
    "the GPU's memory": "GPU 内存",
    "the processor": "处理器",
    "the processor ({}), {} GB free": "处理器（{}），剩余 {} GB",
    "the runtime did not start.": "运行环境未能启动。",
    "the silhouette": "轮廓",
    "the silhouette more than from a small network, which is unsure of this photo": (
        "轮廓（小型网络对这张照片把握不大）"
    ),
    "this computer's memory": "这台电脑的内存",
    "unknown": "未知",
    "unknown {}": "未知 {}",
    "weights": "权重",
    "what a small network makes of the photo": "小型网络对照片的分析",
    "where pip's own settings find it": "由 pip 的设置决定",
    "where pip's own settings find it or {}": "由 pip 的设置决定，或 {}",
    "where {} has it": "来自 {}",
    "without {}": "缺少 {}",
    "{} (linear algebra: {})": "{}（线性代数：{}）",
    "{} GB free": "剩余 {} GB",
    "{} TFLOPS in {}, copies {} GB/s, attention: {}": "{} TFLOPS（{}），复制 {} GB/s，注意力：{}",
    "{} bytes are missing at its end": "末尾缺少 {} 字节",
    "{} bytes too many are at its end": "末尾多出 {} 字节",
    "{} cannot be read.": "无法读取 {}。",
    "{} could not be deleted.": "无法删除 {}。",
    "{} could not be downloaded: the connection breaks each time.": (
        "无法下载 {}：连接每次都会中断。"
    ),
    "{} could not be opened.": "无法打开 {}。",
    "{} could not be read": "无法读取 {}",
    "{} could not be read.": "无法读取 {}。",
    "{} could not be written.": "无法写入 {}。",
    "{} degrees": "{} 度",
    "{} does not describe a NAF.": "{} 描述的不是 NAF。",
    "{} does not exist.": "{} 不存在。",
    "{} has a camera inside the object's cube, or far off, in frame {}.": (
        "{} 的第 {} 帧中，相机位于物体立方体内部或过远。"
    ),
    "{} has a camera that does not look at the origin, in frame {}.": (
        "{} 的第 {} 帧中，相机没有朝向原点。"
    ),
    "{} has a first photo that is not from the front, azimuth 0.": (
        "{} 的第一张照片不是正面（方位角 0）。"
    ),
    "{} has more than {} million pixels.": "{} 超过 {} 百万像素。",
    "{} has no sensible direction in frame {}.": "{} 的第 {} 帧中没有合理的方向。",
    "{} has no sensible file_path in frame {}.": "{} 的第 {} 帧中没有合理的 file_path。",
    "{} has no sensible {} in frame {}.": "{0} 的第 {2} 帧中没有合理的 {1}。",
    "{} has no {} to begin with.": "{} 中没有可作为起点的 {}。",
    "{} has not been downloaded to this computer.": "{} 尚未下载到这台电脑。",
    "{} has the wheels of {}, not of {}.": "{} 中是 {} 的 Wheel 包，而不是 {} 的。",
    "{} has two photos from the same direction.": "{} 中有两张照片来自同一方向。",
    "{} has wheels for {}; this is {}.": "{} 中的 Wheel 包适用于 {}；而此处是 {}。",
    "{} has {} frames; from 1 to {} can be used.": "{} 有 {} 帧；可使用 1 到 {} 帧。",
    "{} holds no faces.": "{} 中没有面。",
    "{} holds values that are no numbers": "{} 含有无效数值",
    "{} in the folder of wheels is {}.": "Wheel 包文件夹中的 {}：{}。",
    "{} is another model's": "{} 属于其他模型",
    "{} is damaged, or holds more than tensors; it was not loaded.": (
        "{} 已损坏，或含有张量以外的内容；未加载。"
    ),
    "{} is damaged, or not laid out as Pixal3D's weights are.": (
        "{} 已损坏，或结构与 Pixal3D 的权重不符。"
    ),
    "{} is damaged.": "{} 已损坏。",
    "{} is empty.": "{} 为空。",
    "{} is half-made: is to be made anew": "{} 未完成：将重新创建",
    "{} is missing among the weights.": "权重中缺少 {}。",
    "{} is missing or damaged.": "{} 缺失或已损坏。",
    "{} is missing.": "缺少 {}。",
    "{} is newer than this version's PyTorch.": "{} 比此版本的 PyTorch 更新。",
    "{} is no folder of wheels: it has no {} that can be read.": (
        "{} 不是 Wheel 包文件夹：其中没有可读取的 {}。"
    ),
    "{} is no sensible number": "{} 不是合理的数值",
    "{} is not a file.": "{} 不是文件。",
    "{} is not a picture that can be read, or it is damaged.": "{} 不是可读取的图片，或已损坏。",
    "{} is not a table of tensors.": "{} 不是张量表。",
    "{} is not an array of pixels.": "{} 不是像素数组。",
    "{} is not an array of uint8 {}.": "{} 不是 uint8 {} 数组。",
    "{} is not finished: it has no mesh yet.": "{} 尚未完成：还没有网格。",
    "{} is not laid out as {}.": "{} 的结构不符合{}。",
    "{} is not reached by https, so nothing is taken from it.": (
        "{} 不通过 https 访问，因此不从那里获取任何内容。"
    ),
    "{} is not there": "缺少 {}",
    "{} is not what was published: its checksum is another.": "{} 与发布的不符：校验和不同。",
    "{} is not {}": "{} 不是 {}",
    "{} is only {} × {} pixels.": "{} 只有 {} × {} 像素。",
    "{} is ready, after {} s": "{} 已就绪，用时 {} 秒",
    "{} is there already: nothing is to be installed": "{} 已存在：无需安装",
    "{} is there, with other versions or another build: is to be changed": (
        "{} 已存在，但版本或构建不同：将更改"
    ),
    "{} is to be made": "将创建 {}",
    "{} is too old for PyTorch.": "{} 对 PyTorch 来说过旧。",
    "{} is {}, not safetensors; it was not opened.": "{} 是{}，不是 safetensors；未打开。",
    "{} names a picture outside its own folder in frame {}.": (
        "{} 的第 {} 帧引用了自身文件夹之外的图片。"
    ),
    "{} names a picture that is not there in frame {}.": "{} 的第 {} 帧引用了不存在的图片。",
    "{} names files that are not its own.": "{} 引用了不属于它的文件。",
    "{} needs {} GB more; the disk has {} GB left.": "{} 还需要 {} GB；磁盘剩余 {} GB。",
    "{} of {} GB": "{} / {} GB",
    "{} of {} GB  {} MB/s": "{} / {} GB  {} MB/s",
    "{} of {} GB  {} MB/s  {} left": "{} / {} GB  {} MB/s  剩余 {}",
    "{} refuses {} (HTTP {}).": "{} 拒绝提供 {}（HTTP {}）。",
    "{} wants to know who asks (HTTP {}).": "{} 要求表明身份（HTTP {}）。",
    "{} was asked for by name.": "{} 是指定的。",
    "{} was made by another version of Pixal3D.": "{} 由其他版本的 Pixal3D 创建。",
    "{} was not enough for this object.": "{} 不足以生成此物体。",
    "{} was short: it went in smaller pieces, which takes longer.": (
        "{} 不足：已分成更小的部分处理，用时更长。"
    ),
    "{}, build {}.": "{}，构建 {}。",
    "{}, {} of {} GB free": "{}，剩余 {} / {} GB",
    "{}/{} is not the pip that was pinned, and was refused.": "{}/{} 不是指定的 pip，已被拒绝。",
    "{}: complete, also for several views": "{}：完整，也支持多视角",
    "{}: complete, for one view": "{}：完整，支持单视角",
    "{}: cuts objects out of any background": "{}：可从任意背景中抠出物体",
    "{}: pictures can be read": "{}：可以读取图片",
}
