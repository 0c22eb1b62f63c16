"""Simplified Chinese."""

WORDS = {
    "1024 px": "1024 px",
    "16 Bits": "16 位",
    "2048 px": "2048 px",
    "4096 px": "4096 px",
    "512 px": "512 px",
    "8 Bits": "8 位",
    "8192 px": "8192 px",
    "85 mm, at eye level": "85 mm，平视",
    "85 mm, from a little above": "85 mm，略微俯视",
    (
        "A Python that has PyTorch, which the engine Pixal3D runs in: the folder of a virtual "
        "environment, or an interpreter"
    ): ("装有 PyTorch 的 Python，Pixal3D 引擎在其中运行：虚拟环境的文件夹或 Python 解释器"),
    "A base color of more than 8 bits cannot be baked into": "无法烘焙到超过 8 位的基础色贴图",
    "A camera is being matched: Enter keeps, Esc cancels": "正在匹配摄像机：Enter 保留，Esc 取消",
    "A first look: is it the right photo, the right camera": "先看一眼：照片和相机是否合适",
    (
        "A folder that the command bundle has made on a computer with network; runtimes are then "
        "installed from it alone"
    ): ("由 bundle 命令在联网电脑上生成的文件夹；运行环境将只从这里安装"),
    "A job in the queue needs {name}": "队列中有任务需要 {name}",
    "A job is running": "有任务正在运行",
    "A job is running: wait for it, or cancel it first": "有任务正在运行：请等待，或先取消它",
    "A linked duplicate has keys for it": "某个关联复制品为它设有关键帧",
    "A mirror of download.pytorch.org/whl; empty for that itself": (
        "download.pytorch.org/whl 的镜像；留空则使用原站"
    ),
    (
        "A package index of one's own; empty for the one that pip's settings name, where a login "
        "belongs, too: in the address it is not kept"
    ): (
        "自己的软件包索引；留空则使用 pip 设置中的索引，登录信息也应放在那里：地址中的登录信息不会"
        "保留"
    ),
    "A photo of the same object from another side": "从另一侧拍摄的同一物体的照片",
    "A plain mesh round the object, for physics": "包围物体的简单网格，用于物理模拟",
    "A quarter of the way round, to the left of who took the photo": (
        "绕物体转四分之一圈，在拍摄者左侧"
    ),
    "A quarter of the way round, to the right of who took the photo": (
        "绕物体转四分之一圈，在拍摄者右侧"
    ),
    "A second UV layout with wide gaps, for light maps": (
        "第二套 UV 布局，孤岛间距较宽，用于光照贴图"
    ),
    (
        "A transforms.json that names more photos of the object, and their cameras, in place of "
        "those above: what one photo hides is then seen instead of guessed"
    ): (
        "列出该物体更多照片及其相机参数的 transforms.json，代替上方的照片：单张照片看不到的部分便有"
        "据可依，无需推测"
    ),
    "Above Ground": "离地高度",
    "Action": "操作",
    "Add Object": "添加物体",
    "Add Settings Preset": "添加设置预设",
    "Add View": "添加视角",
    "Add a generated object from its result folder": "从结果文件夹添加已生成的物体",
    "Add both chosen results to the scene, side by side, each with its camera": (
        "将选中的两个结果并排添加到场景，各带自己的摄像机"
    ),
    "Add the chosen result to the scene, with its camera": "将选中的结果连同其摄像机添加到场景",
    "Add to Queue": "加入队列",
    "Add to Scene": "添加到场景",
    "Added: {name}": "已添加：{name}",
    "Allow Online Access in Preferences, System, Network first": (
        "请先在“偏好设置 > 系统 > 网络”中允许联网"
    ),
    "Allow Online Access in Preferences, System, Network first, or choose a folder of Wheels": (
        "请先在“偏好设置 > 系统 > 网络”中允许联网，或选择 Wheel 包文件夹"
    ),
    "Also make levels with 50, 25 and 10 % of the faces, which share the material": (
        "另外生成面数为 50%、25% 和 10% 的细节层级，共用同一材质"
    ),
    "Ambient Occlusion": "环境光遮蔽",
    (
        "An object that would take as many is made at a lower resolution: fewer need less memory "
        "and time, and give less detail"
    ): (
        "Token 数达到此上限的物体会改用较低的分辨率生成：上限越低，占用内存越少、用时越短，细节也越"
        "少"
    ),
    "And what runs it, Draft's runtime:": "以及运行它所需的 Draft 运行环境：",
    "Angle": "角度",
    "Animate it: insert a key at this frame": "制作动画：在此帧插入关键帧",
    (
        "Animate the elevation: insert a key at this frame. Object and camera go on matching the "
        "photo, and the object stays on the ground"
    ): ("为俯角制作动画：在当前帧插入关键帧。物体与摄像机仍与照片吻合，物体保持在地面上"),
    "Another Seed": "换个种子",
    "Another comparison is under way": "已有另一项对比正在进行",
    "Another photo of the object, from another side": "该物体的另一张照片，从另一侧拍摄",
    (
        "Another seed is another guess at what the photo does not show; the same one gives the "
        "same object"
    ): ("换一个种子，就会对照片未显示的部分作出另一种推测；种子相同则物体相同"),
    "Asset": "资产",
    "Automatic": "自动",
    "Automatic: {choice}": "自动：{choice}",
    "Azimuth": "方位角",
    "Back": "背面",
    "Background": "背景",
    "Background Removal": "背景移除",
    "Bake Adjustments": "烘焙调整",
    "Bake an occlusion map too; AO Strength in the material says how far it goes": (
        "同时烘焙遮蔽贴图；其强度由材质中的 AO Strength 控制"
    ),
    "Begin earlier": "提前开始",
    "Begin later": "推后开始",
    "Begin next": "下一个开始",
    "Beginning": "正在开始",
    "Best": "最佳",
    (
        "Bits of each channel of the normal map: 16 show no steps on smooth, shiny surfaces, in a "
        "file twice as large"
    ): ("法线贴图每个通道的位数：16 位在光滑发亮的表面上没有色阶，文件大一倍"),
    "Blender lacks its brushes: activate one of yours, or choose a picture as the mask": (
        "Blender 缺少自带的笔刷：请激活自己的笔刷，或选择一张图片作为遮罩"
    ),
    "Blender may not go online: allow it in System, Network": (
        "Blender 未获准联网：请在“系统 > 网络”中允许"
    ),
    "Blender reads no {kind}: save it as JPEG or PNG": (
        "Blender 无法读取 {kind}：请另存为 JPEG 或 PNG"
    ),
    "Blender was closed while it ran. Run it again": "它运行时 Blender 被关闭。重新运行",
    "Blender without a window runs no jobs by itself: ask with wait=True": (
        "没有窗口的 Blender 不会自行运行任务：请用 wait=True 调用"
    ),
    "Box": "方框",
    "Built in, in seconds, with nothing to install": "内置引擎，数秒即可完成，无需安装",
    "Built in. Its tools for finishing are not installed": "内置。其后处理工具尚未安装",
    "Camera": "摄像机",
    "Camera Preset": "相机预设",
    "Cancel": "取消",
    "Cancel Running Job": "取消正在运行的任务",
    "Cancel in the Panel": "在面板中取消",
    "Canceling": "正在取消",
    "Chance that the guess is within 5 degrees; 0 without one": (
        "推测误差在 5 度以内的概率；没有推测时为 0"
    ),
    "Change the order, the settings or the fate of this job": "调整此任务的顺序、设置或去留",
    "Check": "检查",
    "Check all that Pixal3D needs, and say what helps where something is wrong": (
        "检查 Pixal3D 所需的一切，并说明出错之处如何解决"
    ),
    "Choose Mask": "选择遮罩",
    "Choose Photo": "选择照片",
    "Choose Result": "选择结果",
    "Choose a photo first": "请先选择照片",
    "Choose a result in the library": "请在结果库中选择一个结果",
    "Choose it beside those that are chosen already": "与已选中的结果一同选中",
    "Choose picture files and queue an object for each, with the panel's settings": (
        "选择多个图片文件，按面板中的设置将每张图片作为一个物体加入队列"
    ),
    "Choose this result; with Shift more: two to compare, any number to delete": (
        "选择此结果；按住 Shift 可再选更多：两个可对比，任意个可删除"
    ),
    "Choose two results in the library, the second with Shift": (
        "请在结果库中选择两个结果，选第二个时按住 Shift"
    ),
    "Clay": "黏土",
    "Clear": "清空",
    "Clear Keys": "清除关键帧",
    "Clear Queue": "清空队列",
    "Clear the Queue?": "清空队列？",
    "Close": "关闭",
    "Close the image editor that the mask was painted in": "关闭绘制遮罩所用的图像编辑器",
    "Collection": "集合",
    "Collision": "碰撞",
    "Common share of the silhouettes when last compared; 0 never": (
        "上次对比时轮廓的重叠比例；0 表示从未对比"
    ),
    "Compare": "对比",
    "Compare with Photo": "与照片对比",
    "Comparing": "正在对比",
    "Confidence": "可信度",
    "Convert": "转换",
    "Convert the Weights?": "转换权重？",
    "Convex Hull": "凸壳",
    "Copied: read it before you send it": "已复制：发送前请先检查内容",
    "Copy": "复制",
    "Copy Details": "复制详情",
    "Copy what the doctor found, without private paths and names": (
        "复制诊断结果，不含私人路径和名称"
    ),
    "Crop": "裁剪",
    "Crop X": "裁剪 X",
    "Custom": "自定义",
    "Cut the object out without a mask; the picture stays in the file": (
        "不用遮罩抠出物体；遮罩图片仍保留在文件中"
    ),
    "Cut-Out": "抠图",
    "Delete": "删除",
    "Delete from the Disk?": "从磁盘删除？",
    "Delete the chosen results from the disk, after asking": "从磁盘删除选中的结果，删除前会询问",
    "Delete these weights, and what has come of a download that was stopped": (
        "删除这些权重，以及中断的下载所留下的部分"
    ),
    "Delete this runtime with all that belongs to it": "删除此运行环境及其所有内容",
    "Delete {folder}, {size}": "删除 {folder}，{size}",
    "Device": "设备",
    "Dismiss": "关闭",
    "Doctor": "诊断",
    "Done Painting": "完成绘制",
    "Double the side of the texture, and run the job again": "将纹理边长加倍，并重新运行任务",
    "Download": "下载",
    "Download the model that cuts objects out of any background; shows size and license first": (
        "下载可从任意背景中抠出物体的模型；会先显示大小和许可证"
    ),
    "Download these weights, or go on with it; shows size and licenses first": (
        "下载这些权重，或继续下载；会先显示大小和许可证"
    ),
    "Download {size}": "下载 {size}",
    "Downloaded": "已下载",
    "Downloaded, but needs Draft's runtime": "已下载，但需要 Draft 的运行环境",
    "Draft makes the same object with every seed": "Draft 用任何种子都生成相同的物体",
    "Draft sees the first photo alone. Choose the engine Pixal3D to use them all.": (
        "Draft 只使用第一张照片。要使用全部照片，请选择 Pixal3D 引擎。"
    ),
    "Draft: built in": "Draft：内置",
    "Each photo becomes a job in the queue, with the settings of the panel": (
        "每张照片将按面板中的设置作为一个任务加入队列"
    ),
    "Elevation": "俯角",
    "Elevation changes in Object Mode": "俯角只能在物体模式下更改",
    "End Match": "结束匹配",
    "End the match of the camera": "结束摄像机匹配",
    (
        "End the worker, which keeps a network in memory for the next job. That then takes longer "
        "to begin"
    ): ("结束工作进程；它会将网络留在内存中供下一个任务使用。结束后，下一个任务启动时间会变长"),
    "Engine": "引擎",
    "Engine that made the object": "生成此物体的引擎",
    (
        "Enter: Keep   Esc: Cancel   Drag: Elevation, Turn   Ctrl Drag: Field of View   Circles: "
        "Move, Scale, Roll, Horizon   Ctrl Z: Undo   Shift: Precise   Wheel: Zoom   Home: Fit"
    ): (
        "Enter：保留   Esc：取消   拖动：俯角、转角   Ctrl 拖动：视野   圆圈：移动、缩放、滚转、地"
        "平线   Ctrl Z：撤销   Shift：精确   滚轮：缩放视图   Home：适应窗口"
    ),
    "Estimate Elevation": "估算俯角",
    "Estimate from the photo how far the camera stood above the object": (
        "根据照片估算相机高出物体的角度"
    ),
    "Estimated: {cost} on an {card}": "估计：{cost}（在 {card} 上）",
    "Extend": "延伸",
    "Faces": "面数",
    "Field of View": "视野",
    (
        "Field of View {fov:.1f}° ({lens:.0f} mm), Square {square:.1f}°   Elevation "
        "{elevation:.1f}°   Roll {roll:.1f}°   Turn {turn:.1f}°"
    ): (
        "视野 {fov:.1f}°（{lens:.0f} mm），方形区域 {square:.1f}°   俯角 {elevation:.1f}°   滚转 {r"
        "oll:.1f}°   转角 {turn:.1f}°"
    ),
    "Field of view of the square about the object": "物体周围方形区域的视野",
    "File": "文件",
    "Fill Holes": "填充孔洞",
    (
        "Find again how the object stays on the ground at every elevation, after its mesh was "
        "changed. The keys stay"
    ): ("网格更改后，重新确定物体在各个俯角下如何保持在地面上。关键帧保留不变"),
    "Find the subject with the cut-out model": "用抠图模型识别主体",
    "Fine enough for most objects": "对多数物体已足够精细",
    "Finer detail; takes more time and memory": "细节更精细；需要更多时间和内存",
    "Finish": "后处理",
    "Finish Again": "重新后处理",
    "Finishing": "后处理",
    "Fit to Shape": "适配形状",
    "Focal Length": "焦距",
    "Focal length of the lens, as on a 35 mm camera": "镜头的 35 mm 等效焦距",
    "Focal length of the lens, as on a 35 mm camera: the field of view in mm": (
        "镜头的 35 mm 等效焦距，即以毫米表示的视野"
    ),
    "Folder": "文件夹",
    (
        "Folder for generated objects; empty for the extension's own folder, which goes when the "
        "extension is removed"
    ): ("存放生成物体的文件夹；留空则使用扩展自己的文件夹，它会在移除扩展时一并删除"),
    "Folder of the result": "结果的文件夹",
    "Folder of the result on the disk": "结果在磁盘上的文件夹",
    (
        "Folder that runtimes are installed in; empty for the extension's own folder, which goes "
        "when the extension is removed"
    ): ("安装运行环境的文件夹；留空则使用扩展自己的文件夹，移除扩展时会一并删除"),
    "For an object that is seen close by": "适合近看的物体",
    "For most objects and scenes": "适合多数物体和场景",
    "For the one object that everybody looks at; wants much memory": (
        "适合最受瞩目的主角物体；需要大量内存"
    ),
    "Forget your own defaults: new scenes begin with the built-in ones again": (
        "清除自定义默认值：新场景重新使用内置默认值"
    ),
    "Four photos are all that can be used": "最多只能使用四张照片",
    "Free Memory": "释放内存",
    "Free {size}": "释放 {size}",
    "From": "拍摄方向",
    "From any direction": "从任意方向",
    "From so far that edges stay parallel, seen over a corner": (
        "距离很远，边线保持平行，从棱角方向看"
    ),
    "From the opposite side": "从对面",
    "Generate": "生成",
    "Generate Variations": "生成变体",
    "Generate from Several Photos": "用多张照片生成",
    "Generate {count} Objects": "生成 {count} 个物体",
    "Generate {count} Variations": "生成 {count} 个变体",
    "Get Background Model": "获取背景模型",
    "Give the job the settings of the panel, its camera too. Photos, mask, crop and seed stay": (
        "将面板的设置（包括相机）用于此任务。照片、蒙版、裁剪和种子保持不变"
    ),
    "Give up the comparison with the photo that is under way": "放弃正在进行的与照片的对比",
    "Go on with the one photo; no file is deleted": "只用这一张照片继续；不会删除任何文件",
    "Guess": "推测值",
    "Guess: the shape does not tell": "推测：从形状看不出",
    "Guess: {angle}°, fairly sure": "推测：{angle}°，较有把握",
    "Guess: {angle}°, sure": "推测：{angle}°，很有把握",
    "Guidance": "引导强度",
    "Half-made: install goes on": "未完成：点“安装”继续",
    "Halve Max Tokens, the texture's side and large numbers of faces, and run the job again": (
        "将最大 Token 数、纹理边长和过高的面数减半，并重新运行任务"
    ),
    "Height": "高度",
    "Hide this message": "隐藏此消息",
    "Hide what the doctor found": "隐藏诊断结果",
    "High": "高",
    "Holes up to this perimeter, as a share of the object's size, are filled": (
        "填充周长不超过此值的孔洞，以占物体尺寸的比例计"
    ),
    "Horizon": "地平线",
    "Horizontal field of view of the square about the object": "物体周围方形区域的水平视野",
    "Horizontal field of view of the whole photo": "整张照片的水平视野",
    (
        "How closely structure and shape keep to the photo: less is softer and freer, more is "
        "harder and in the end overdone; 1 is none and takes half the time"
    ): (
        "结构和形状贴合照片的程度：值越低越柔和、越自由，值越高越硬朗，过高则会失真；1 表示不引导，"
        "用时减半"
    ),
    "How far a subject that the frame cuts off goes on outside it, in pixels of 512": (
        "被画面边缘截断的主体向画面外延伸多远，以边长 512 像素的画面计"
    ),
    (
        "How far cube and grid are turned about the vertical, to lie along the edges in the photo; "
        "changes nothing of the object"
    ): ("立方体和网格绕竖直轴旋转的角度，用于对齐照片中的边线；不影响物体本身"),
    (
        "How far its lowest point is above the ground; 0 stands on it. To animate it, click the "
        "dot beside it, which keys the object's location"
    ): (
        "最低点高出地面的距离；0 "
        "表示立于地面。要制作动画，请点击旁边的圆点：它为物体的位置插入关键帧"
    ),
    "How far round the object it was taken, from the first photo to the right": (
        "拍摄位置绕物体转过的角度，从第一张照片起向右计"
    ),
    "How far the camera stood above the object, positive looking down": (
        "相机高出物体的角度，正值为俯视"
    ),
    (
        "How far the camera stood above the object; turns the object and its camera together, so "
        "that they go on matching the photo. To animate it, click the dot beside it"
    ): (
        "相机高出物体的角度；物体与其摄像机一起旋转，因此仍与照片吻合。要制作动画，请点击旁边的圆点"
    ),
    "How far the photo is turned clockwise to be level, before an object is made of it": (
        "生成物体前，为使照片水平而顺时针旋转照片的角度"
    ),
    (
        "How far the square is moved from where the subject puts it, in its sides, to the right "
        "and upwards"
    ): ("方形区域相对于按主体确定的位置向右和向上移动的距离，以其边长为单位"),
    "How long it took to make": "生成所用的时间",
    "How many lower levels of detail there are": "较低细节层级的数量",
    "How many objects to make of the photo, each with the next seed": (
        "用这张照片生成多少个物体，种子依次递增"
    ),
    "How many pages to go on": "翻过的页数",
    "How many times as large the square is as the subject needs: more leaves more room around it": (
        "方形区域相对于主体所需大小的倍数：值越大，主体周围的留白越多"
    ),
    (
        "How much of the light that lies in the photo is taken out of its colors; an estimate, "
        "which leaves cast shadows and highlights"
    ): ("从照片颜色中去除多少光照；此为估算，投影和高光会保留"),
    "How much of the photo the texture takes where the photo shows it": (
        "在照片可见之处，纹理采用照片内容的程度"
    ),
    (
        "How tall the object is; scales it about its base, and its camera along with it. To "
        "animate it, click the dot beside it, which keys the object's scale"
    ): (
        "物体的高度；以底部为基准缩放物体，其摄像机随之缩放。要制作动画，请点击旁边的圆点：它为物体"
        "的缩放插入关键帧"
    ),
    "How the subject is cut out of the photo": "将主体从照片中抠出的方式",
    "How to finish the object again": "重新后处理此物体时采用的设置",
    "How to finish the result again": "重新后处理此结果时采用的设置",
    "Image Empty": "图像空物体",
    "Image to 3D": "图像转 3D",
    "Incomplete: {size} are missing": "不完整：还缺 {size}",
    "Install": "安装",
    "Install Into": "安装到",
    "Install it, or go on with it; shows what, how large and where first": (
        "安装或继续安装；会先显示内容、大小和位置"
    ),
    "Install or repair what an engine runs in": "安装或修复引擎的运行环境",
    "Installed": "已安装",
    "Into {folder}": "保存到 {folder}",
    "Isometric": "等距",
    "It could not be started: the disk may be full": "无法启动：磁盘可能已满",
    "It goes when the extension is removed: choose another to keep your objects": (
        "移除扩展时它会一并删除：请选择其他文件夹以保留你的物体"
    ),
    "It has a mask, which would lie on its side: remove that first": (
        "它带有蒙版，旋转后蒙版会侧躺：请先移除蒙版"
    ),
    "It is being worked on already": "已在处理中",
    "It runs": "可以运行",
    "It takes minutes. What they were made of is deleted at the end.": (
        "需要几分钟。结束后会删除转换前的文件。"
    ),
    "Its collection: object, camera, levels and collision mesh": (
        "其集合：物体、摄像机、细节层级和碰撞网格"
    ),
    "Job": "任务",
    "Jobs that go, with their settings: {count}. Results stay. This cannot be undone.": (
        "将移除的任务及其设置：{count} 个。结果会保留。此操作无法撤销。"
    ),
    "Keep": "保留",
    "Keep all settings of the panel under a name, without photo and mask": (
        "以一个名称保存面板的所有设置，不含照片和遮罩"
    ),
    "Keep what the photo's alpha channel shows": "保留照片 Alpha 通道显示的部分",
    "Keep what was matched, instead of setting it back": "保留匹配结果，而不是还原",
    "Key": "关键帧",
    "Key Elevation": "为俯角插入关键帧",
    "Key Height or Place": "为高度或位置插入关键帧",
    "Larger Texture": "增大纹理",
    "Largest dimension of the object": "物体最长边的尺寸",
    "Leave this photo out": "不使用这张照片",
    "Left": "左侧",
    "Lens": "镜头",
    "Lens from Photo": "从照片读取镜头",
    "Let the network guess anew, with the next seed": "用下一个种子让网络重新推测",
    (
        "Let the photos that are chosen next have this camera too, and Several Photos: for "
        "pictures that were taken from one tripod"
    ): ("接下来选择的照片以及“多张照片”也使用此摄像机：适合用三脚架拍摄的一组照片"),
    "Let the running job end, and begin no other until you resume": (
        "让正在运行的任务完成，继续队列之前不再开始其他任务"
    ),
    "Levels": "层级数",
    "Levels of Detail": "细节层级",
    "Libraries for finishing: levels of detail, fewer faces, more formats": (
        "后处理所需的库：细节层级、减面、更多格式"
    ),
    "Library": "结果库",
    "Licenses": "许可证",
    "Light-Map UVs": "光照贴图 UV",
    "Likeness": "相似度",
    "Likeness of the colors when last compared, in decibels": "上次对比时颜色的相似度，以分贝计",
    "Linked from another file": "关联自其他文件",
    "Load Settings": "加载设置",
    "Load Settings of Result": "加载结果的设置",
    "Load into Panel": "加载到面板",
    "Locations and Sources": "位置与来源",
    "Logs": "日志",
    "Look": "查看",
    "Look Again": "重新读取",
    "Look again at what is in the results folder": "重新读取结果文件夹中的内容",
    "Look at every file, and make it anew where one is damaged": "检查每个文件，若有损坏则重新创建",
    "Look at this computer again: graphics card, runtimes, weights": (
        "重新检测这台电脑：显卡、运行环境、权重"
    ),
    "Looking at the photo": "正在分析照片",
    "Looking at this computer": "正在检测这台电脑",
    "Loose parts below this share of the object's size are dropped": (
        "丢弃尺寸小于此值的松散部件，以占物体尺寸的比例计"
    ),
    "Made by {engine}": "由 {engine} 生成",
    "Made by {engine} from the photo “{name}” on {day}": "由 {engine} 根据照片“{name}”生成于 {day}",
    "Main camera of a phone, 26 mm": "手机主摄，26 mm",
    (
        "Make the object again with these settings, without sampling anew, in the background. It "
        "takes this one's place, which is hidden"
    ): ("在后台按这些设置重新制作物体，无需重新采样。新物体会取代当前物体，当前物体将被隐藏"),
    "Make the object with Draft, which is built in and needs nothing else": (
        "用内置的 Draft 引擎生成物体，无需其他组件"
    ),
    (
        "Make the object's camera the scene's, with a square picture like the photo. Pressed "
        "again, it brings back view, camera and picture size of before"
    ): (
        "将物体的摄像机设为场景摄像机，并采用与照片一致的方形画面。再按一次，恢复之前的视图、摄像机"
        "和画面尺寸"
    ),
    (
        "Make the result again with these settings, without sampling anew, in the background. It "
        "joins the scene; the old result stays as it is"
    ): ("在后台按这些设置重新制作结果，无需重新采样。新结果会加入场景，旧结果保持不变"),
    (
        "Make the weights bfloat16, as which the network runs, and delete what they were made of: "
        "half as large, with the same results, and quicker to load"
    ): ("将权重转换为网络运行所用的 bfloat16，并删除原文件：大小减半，结果相同，加载更快"),
    "Mark Result as Asset": "将结果标记为资产",
    "Mark as Asset": "标记为资产",
    "Mask": "遮罩",
    "Match": "吻合度",
    "Match Camera": "匹配摄像机",
    "Material": "材质",
    "Max Tokens": "最大 Token 数",
    "Measured By": "视野依据",
    "Megabytes a second that downloads of weights take at most; 0 for no limit": (
        "下载权重时每秒最多占用的兆字节数；0 表示不限制"
    ),
    "Metallic": "金属度",
    "Middle of the object, as a share of the photo's width and height": (
        "物体中心的位置，以占照片宽度和高度的比例计"
    ),
    "Mirror": "镜像站",
    "Model": "模型",
    "More Views": "更多视角",
    "More photos of the object, from other sides": "该物体从其他侧面拍摄的更多照片",
    "More ways to a photo": "获取照片的其他方式",
    (
        "Most triangles that the object may have: more keep finer shapes, fewer are lighter in "
        "scenes and games"
    ): ("物体最多的三角面数：越多形状越精细，越少在场景和游戏中越轻"),
    "Move": "移动",
    "Move Down": "下移",
    "Move Up": "上移",
    "Move to Top": "移到最前",
    "Needs a 3D Viewport": "需要 3D 视图",
    "Needs a window": "需要窗口",
    "New scenes begin with the settings that this scene has now, without its photo and mask": (
        "新场景将以此场景的当前设置开始，不含照片和遮罩"
    ),
    "New scenes begin with these settings": "新场景将以这些设置开始",
    "No camera is being matched": "没有正在匹配的摄像机",
    "No camera was matched to this photo": "尚未为此照片匹配摄像机",
    "No collision mesh": "不生成碰撞网格",
    "No file was chosen": "未选择文件",
    "No file was dropped": "未拖入文件",
    "No job failed": "没有失败的任务",
    "No job is running": "没有正在运行的任务",
    "No job waits": "没有等待中的任务",
    "No job waits or has failed": "没有等待或失败的任务",
    "No mask is being painted": "没有正在绘制的遮罩",
    "No object waits to be selected": "没有等待选择的物体",
    "No presets yet": "尚无预设",
    "No results yet": "暂无结果",
    "None": "无",
    "Normal Map": "法线贴图",
    "Not downloaded: {size}": "未下载：{size}",
    "Not downloaded: {size}, the rest is in Hugging Face's cache": (
        "未下载：{size}，其余已在 Hugging Face 的缓存中"
    ),
    "Not installed": "未安装",
    "Not measured here yet": "在此设备上尚未测量",
    "Not measured yet": "尚未测量",
    "Note": "备注",
    "Nothing found": "未找到",
    "Nothing has been rendered yet": "尚未渲染过",
    "Object": "物体",
    "Occlusion": "遮蔽",
    "Of an earlier version, or incomplete": "属于旧版本，或不完整",
    "Offer this object in the Asset Browser, with a preview, tags and where it came from": (
        "在资产浏览器中提供此物体，附带预览图、标签和来源信息"
    ),
    "One closed surface without inner parts, for printing and booleans": (
        "单个封闭表面，无内部结构，适合 3D 打印和布尔运算"
    ),
    "One of the results has no mesh that could be added": "其中一个结果没有可添加的网格",
    "Open Folder": "打开文件夹",
    "Open Folder of Result": "打开结果的文件夹",
    "Open Log": "打开日志",
    "Open Log of Worker": "打开工作进程日志",
    "Open a picture file as the photo": "打开一个图片文件作为照片",
    "Open a picture file as the photo; of several, queue an object each": (
        "打开一个图片文件作为照片；若有多个，则将每张图片作为一个物体加入队列"
    ),
    "Open a picture of the photo's size, white where the object is, as its mask": (
        "打开一张与照片尺寸相同的图片作为遮罩，物体所在处为白色"
    ),
    "Open the Pixal3D tab of the sidebar": "打开侧栏的 Pixal3D 选项卡",
    "Open the folder with what the worker, the runtimes' set-up and downloads wrote": (
        "打开存放工作进程、环境安装和下载日志的文件夹"
    ),
    "Or a File": "或用文件",
    "Output": "输出",
    "Overlap": "重叠度",
    "Own Elevation": "自定俯角",
    "Own Guidance": "自定引导强度",
    "Own Steps": "自定步数",
    "Package Index": "软件包索引",
    "Paint Mask": "绘制遮罩",
    (
        "Paint what is to be kept of the photo, beginning with what was found: white keeps, black "
        "(hold Ctrl) cuts away"
    ): ("以识别出的区域为起点，绘制照片中要保留的部分：白色保留，黑色（按住 Ctrl）去除"),
    "Part": "部分",
    "Paste Photo": "粘贴照片",
    "Pause": "暂停",
    "Pause Queue": "暂停队列",
    "Phone": "手机",
    "Photo": "照片",
    "Photo Field of View": "照片视野",
    "Photo From": "照片来源",
    "Photo Strength": "照片强度",
    "Photo for Image to 3D": "图像转 3D 的照片",
    "Photo from Render": "以渲染图为照片",
    "Photo from Viewport": "以视图为照片",
    "Photo's Alpha": "照片 Alpha",
    "Plain Backdrop": "纯色背景",
    "Portrait": "人像",
    "Position": "位置",
    "Preferences": "偏好设置",
    "Preferences of Pixal3D": "Pixal3D 的偏好设置",
    "Preset": "预设",
    "Preview": "预览",
    "Product": "产品",
    (
        "Put the problem, the settings, versions and the end of the log on the clipboard, to "
        "report it. Private paths and names are left out"
    ): ("将问题、设置、版本和日志末尾复制到剪贴板，以便反馈。不含私人路径和名称"),
    "Put the square back to where the subject puts it": "将方形区域恢复到按主体确定的位置",
    (
        "Put what the sliders do into copies of the textures, for exports to other programs, and "
        "set the sliders back"
    ): ("将滑块的效果烘焙到纹理的副本中，以便导出到其他程序，并将滑块复位"),
    "PyTorch Index": "PyTorch 索引",
    "PyTorch for this computer's graphics card, and what Pixal3D needs": (
        "适用于这台电脑显卡的 PyTorch，以及 Pixal3D 所需的组件"
    ),
    "Quality": "质量",
    "Queue": "队列",
    "Queue Paused: Resume": "队列已暂停：继续",
    "Queue the photo several times, each with the next seed": "将照片多次加入队列，种子依次递增",
    "Raw": "原始数据",
    "Read the photo once more, after it was edited or loaded again": (
        "照片经编辑或重新加载后，再次读取照片"
    ),
    "Reading the results folder": "正在读取结果文件夹",
    "Ready, waiting for Object Mode": "已就绪，等待回到物体模式",
    "Ready, waiting for a scene of this file": "已就绪，等待本文件的场景",
    "Ready, waiting for the bake": "已就绪，等待烘焙完成",
    "Ready, waiting for the render": "已就绪，等待渲染完成",
    "Ready, waiting for the transform": "已就绪，等待变换完成",
    "Refresh Library": "刷新结果库",
    "Relief": "凹凸",
    "Remove": "移除",
    "Remove Mask": "移除遮罩",
    "Remove Shading": "去除光影",
    "Remove View": "移除视角",
    "Remove Views": "移除所有视角",
    "Remove a plain or smoothly lit backdrop": "去除纯色或光照平滑过渡的背景",
    "Remove the animation of the elevation; it stays as it is in this frame": (
        "移除俯角的动画；俯角保持当前帧的值"
    ),
    "Render": "渲染图",
    (
        "Render the object without light through its camera and show it beside the photo, with "
        "their difference: how much of the silhouettes is common, and how alike the colors are"
    ): (
        "通过物体的摄像机以无光照方式渲染物体，与照片并排显示并给出差异：轮廓重叠多少，颜色有多接近"
    ),
    "Read every byte of these weights, and download again what is damaged, nothing else": (
        "逐字节读取这些权重，只重新下载损坏的部分"
    ),
    "Repair": "修复",
    "Reset Crop": "重置裁剪",
    "Reset Settings": "重置设置",
    "Resolution": "分辨率",
    "Restore Factory Defaults": "恢复出厂默认值",
    "Result": "结果",
    "Results": "结果",
    "Resume": "继续",
    "Resume Queue": "继续队列",
    "Retry": "重试",
    "Retry All": "全部重试",
    "Retry All Jobs": "重试所有任务",
    "Right": "右侧",
    "Roll": "滚转",
    "Rotate Photo": "旋转照片",
    "Roughness": "糙度",
    "Run all jobs again that failed or were interrupted": "重新运行所有失败或中断的任务",
    "Run it again": "重新运行",
    "Run the job that failed again, as it was": "按原设置重新运行失败的任务",
    "Run the jobs that wait, one after the other": "依次运行等待中的任务",
    "Runs in the runtime that is named below.": "在下方指定的运行环境中运行。",
    "Runtime": "运行环境",
    "Saturation": "饱和度",
    "Save Report": "保存报告",
    "Save as Defaults": "保存为默认值",
    "Saved: {path}": "已保存：{path}",
    "Scale": "缩放",
    "Search": "搜索",
    "See It in the Viewport": "在视图中查看",
    "See the object another way": "换一种方式查看物体",
    "Seed": "种子",
    "Select a generated object": "请选择一个生成的物体",
    "Select an empty that shows an image": "请选择一个显示图像的空物体",
    "Select the Added Object": "选择新添加的物体",
    (
        "Select the object that was added last. It left your selection alone, since you had turned "
        "to something else"
    ): ("选择最后添加的物体。由于您已转向其他内容，它没有改动您的选择"),
    "Set Up Runtime": "安装运行环境",
    "Set how far the camera stood above the object, instead of as in the first photo": (
        "单独设置相机高出物体的角度，而不沿用第一张照片的值"
    ),
    "Set it in the panel Result, then finish the object again": (
        "请在“结果”面板中设置，然后重新后处理物体"
    ),
    "Set lens and elevation as such photos are often taken": "按此类照片的常见拍法设置镜头和俯角",
    "Set photo, camera and all settings of the panel to what made this result": (
        "将照片、相机和面板的所有设置恢复为生成此结果时的值"
    ),
    (
        "Set the elevation to what the finished shape tells: what the object would rest on, what "
        "would be plumb, and what would mirror it. Object and camera turn together"
    ): (
        "按成品形状的推断设置俯角：物体以何处着地、哪些部分应当竖直、沿哪个平面对称。物体与摄像机一"
        "起旋转"
    ),
    (
        "Set the focal length that the camera wrote into the photo's file. It does not hold for a "
        "photo that was cropped since"
    ): ("使用相机写入照片文件的焦距。照片若后来被裁剪过，则此值不适用"),
    "Set the guidance, instead of what the weights ask for": (
        "自行设置引导强度，而不使用权重的默认值"
    ),
    "Set the panel to the settings of the job": "将面板设为此任务的设置",
    "Set the panel to what made this object": "将面板恢复为生成此物体时的设置",
    "Set the steps, instead of as many as the weights ask for": (
        "自行设置步数，而不使用权重的默认值"
    ),
    (
        "Set these settings to what new scenes begin with. Photo and mask stay. For a single one, "
        "use Reset to Default in its own context menu"
    ): (
        "将这些设置恢复为新场景的默认值。照片和遮罩保持不变。若只恢复一项，请用其右键菜单中的“重置"
        "为默认值”"
    ),
    "Sets faces, texture, resolution, steps and tokens at once": (
        "一次设置面数、纹理、分辨率、步数和 Token 数"
    ),
    "Settings": "设置",
    "Settings Presets": "设置预设",
    "Settings of New Scenes": "新场景的设置",
    "Settings of the job as JSON": "任务的设置（JSON 格式）",
    "Several Photos": "多张照片",
    "Several Views": "多视角",
    "Shading of the Viewport": "视图着色方式",
    "Show": "显示",
    "Show Its Settings": "显示其设置",
    "Show What Went Wrong": "显示出错原因",
    "Show in the panel why it failed, and what helps": "在面板中显示其失败原因及解决办法",
    "Show other results; after the last page comes the first": "显示其他结果；最后一页之后是第一页",
    "Show the files of this result": "显示此结果的文件",
    "Show the licenses of all that is shipped, installed or downloaded": (
        "显示所有随附、安装或下载内容的许可证"
    ),
    (
        "Show the photo with a cube on the ground over it, and find field of view and elevation by "
        "hand"
    ): ("显示照片并叠加一个置于地面的立方体，手动确定视野和俯角"),
    "Show the results that have these words in their name, engine or date": (
        "显示名称、引擎或日期中含有这些词的结果"
    ),
    "Show what the worker wrote": "显示工作进程的日志",
    "Side of the cube, as a share of the photo's longer side": "立方体的边长，以占照片长边的比例计",
    (
        "Side of the textures in pixels: more keep finer detail of the photo, and take more memory "
        "and disk"
    ): ("纹理边长（像素）：越大越能保留照片细节，占用的内存和磁盘也越多"),
    "Size": "尺寸",
    "Smallest Part": "最小部件",
    "Speed Limit": "速度限制",
    "Square about the Object: {angle:.1f}°": "物体周围的方形区域：{angle:.1f}°",
    "Standard": "标准",
    "Start the runtime, to see whether Pixal3D can run in it": (
        "启动运行环境，检查 Pixal3D 能否在其中运行"
    ),
    "Step": "步进",
    "Steps": "步数",
    "Steps of sampling for each stage: more are cleaner up to a point, and take as much longer": (
        "每个阶段的采样步数：在一定范围内，步数越多结果越干净，用时也成比例增加"
    ),
    "Stop": "停止",
    "Stop Comparing": "停止对比",
    "Stop it; what has come is kept": "停止；已下载的部分会保留",
    "Stop the running job": "停止正在运行的任务",
    "Stop the running job, where the pointer is over the Pixal3D tab": (
        "当指针位于 Pixal3D 选项卡上时，停止正在运行的任务"
    ),
    "Studio": "工作室",
    "Take all jobs out of the queue that do not run, after asking": (
        "将所有未在运行的任务移出队列（会先询问）"
    ),
    "Take it out of the queue": "移出队列",
    "Takes Pixal3D and its weights for several views, which are here.": (
        "需要 Pixal3D 及其多视图权重，均已就绪。"
    ),
    "Takes Pixal3D and its weights for several views, {size} more.": (
        "需要 Pixal3D 及其多视角权重，另需 {size}。"
    ),
    (
        "Takes the place of https://huggingface.co and https://github.com when weights are "
        "downloaded; empty for these. Its token belongs in the environment variable PIXAL3D_TOKEN: "
        "a login in the address is not kept"
    ): (
        "下载权重时代替 https://huggingface.co 和 https://github.com；留空则使用它们。其令牌应放在"
        "环境变量 PIXAL3D_TOKEN 中：地址中的登录信息不会保留"
    ),
    "Texture": "纹理",
    "That folder is no result": "该文件夹不是结果",
    "The base color texture in the viewport's studio light": "视图工作室灯光下的基础色贴图",
    "The base color texture without light, as the photo has it": "无光照的基础色贴图，与照片一致",
    "The best engine that can run here": "此设备上可运行的最佳引擎",
    "The box round the object": "物体的包围盒",
    "The camera shows no photo any more": "该摄像机已不再显示照片",
    "The camera that sees what the photo shows": "与照片画面一致的摄像机",
    "The defaults are the built-in ones": "当前已是内置默认值",
    "The doctor looks": "正在诊断",
    "The elevation has no keys": "俯角没有关键帧",
    "The elevation that the finished shape tells": "由成品形状推断出的俯角",
    "The extension's own folder": "扩展自己的文件夹",
    "The frame cuts the object off": "物体被画面边缘截断",
    "The full model; needs the runtime and weights of the preferences": (
        "完整模型；需要偏好设置中的运行环境和权重"
    ),
    "The level of detail that viewport and renders show": "视图和渲染中显示的细节层级",
    "The material has no sliders any more": "该材质已没有滑块",
    "The object alone; its camera and its levels of detail are left out": (
        "仅物体本身；不含其摄像机和细节层级"
    ),
    "The object is in no collection of its own": "该物体没有专属的集合",
    "The object's convex hull, of at most some 400 faces": "物体的凸壳，最多约 400 个面",
    "The object's location, which its place above ground follows": ("物体的位置，离地距离随之而定"),
    "The object's scale, which its height follows": "物体的缩放，高度随之而定",
    "The object's settings are damaged": "该物体的设置已损坏",
    "The photo is linked from another file: make it local first": (
        "照片关联自其他文件：请先将其设为本地"
    ),
    "The photo to turn into a 3D object": "要转换为 3D 物体的照片",
    "The photo's alpha where it has some, else the best way there is": (
        "照片有 Alpha 时使用 Alpha，否则使用可用的最佳方式"
    ),
    "The photo's file does not tell its lens": "照片文件中没有镜头信息",
    "The picture file": "图片文件",
    "The queue is not paused": "队列未暂停",
    "The queue is paused": "队列已暂停",
    "The render cannot be read: render again, then try again": "无法读取渲染图：请重新渲染后再试",
    "The result's folder is gone; generate the object again": "结果文件夹已不存在；请重新生成物体",
    "The result's folder is gone; the object needs none of it": (
        "结果文件夹已不存在；物体并不需要它"
    ),
    "The shape alone in one grey": "仅形状，单一灰色",
    "The shape does not tell the elevation": "从形状看不出俯角",
    "The sliders change nothing that a texture could hold": "滑块的更改无法写入纹理",
    "The viewport cannot be drawn to a picture here": "当前环境无法将视图绘制为图片",
    "The whole material, with what its sliders do": "完整材质，含其滑块的效果",
    "The worker has given its memory back": "工作进程已释放内存",
    "The worker is busy": "工作进程正忙",
    "There are no more views": "没有更多视角",
    "There is no log yet": "尚无日志",
    "There is no problem": "没有问题",
    "There is nothing left to change": "已没有可更改的内容",
    "This Blender has no NumPy: Install brings it": "此 Blender 没有 NumPy：点击“安装”即可获得",
    "This computer could not be looked at": "无法检测这台电脑",
    "This computer is being looked at first: try again in a moment": (
        "正在先检测这台电脑：请稍后再试"
    ),
    "This computer is still being looked at": "仍在检测这台电脑",
    "This job is not waiting any more": "此任务已不在等待中",
    "This object has no camera of its own": "此物体没有自己的摄像机",
    "This result has no mesh that could be added": "此结果没有可添加的网格",
    "This result is damaged": "此结果已损坏",
    "This result is no longer there": "此结果已不存在",
    "This scene is linked from another file": "此场景链接自其他文件",
    "Time": "用时",
    "Tint": "染色",
    "To have these weights again, they have to be downloaded again.": (
        "若要再次使用这些权重，需重新下载。"
    ),
    "Turn": "转角",
    "Turn Page": "翻页",
    "Turn the photo a quarter clockwise, where it lies on its side. The file stays as it is": (
        "照片侧躺时将其顺时针旋转四分之一圈。文件保持不变"
    ),
    (
        "Turn the photo into a textured 3D object, in the background. While a job runs, the new "
        "one waits in the queue with the settings of now"
    ): ("在后台将照片转换为带纹理的 3D 物体。若有任务正在运行，新任务会以当前设置在队列中等待"),
    "Unknown": "未知",
    "Unlit": "无光照",
    "Update": "更新",
    "Use": "采用",
    "Use Camera for Other Photos": "将摄像机用于其他照片",
    "Use Draft": "使用 Draft",
    "Use Guessed Elevation": "采用推测的俯仰角",
    "Use Less Memory": "减少内存占用",
    "Use as Photo for Image to 3D": "用作图像转 3D 的照片",
    "Use for Image to 3D": "用于图像转 3D",
    "Use for Other Photos": "用于其他照片",
    "Use the Panel's Settings": "使用面板的设置",
    "Use the image of the selected image empty as the photo": "将选中的图像空物体的图像用作照片",
    (
        "Use the last render as the photo, as it looks; field of view, elevation and roll are the "
        "scene camera's own"
    ): ("将上次渲染的画面原样用作照片；视野、俯角和滚转取自场景摄像机"),
    "Use the picture or file on the clipboard as the photo; of several, queue an object each": (
        "将剪贴板中的图片或文件用作照片；若有多个，则将每张作为一个物体加入队列"
    ),
    (
        "Use what the 3D Viewport shows as the photo, without overlays and with nothing behind; "
        "field of view and elevation are the view's own"
    ): ("将 3D 视图当前显示的内容用作照片，不含叠加层和背景；视野和俯角取自该视图"),
    "Variations": "变体数",
    "View": "视图",
    "View Through Camera": "从摄像机查看",
    "Viewport": "视图",
    "Views": "视角",
    (
        "Voxels along the side of the object's cube: more give finer detail, and take more time "
        "and memory"
    ): ("物体立方体边上的体素数：越多细节越精细，耗时和内存也越多"),
    "Watertight": "水密",
    "Weights": "权重",
    "What becomes the asset": "将成为资产的内容",
    "What gets the key": "要插入关键帧的对象",
    "What is known about the camera that took the photo": "拍摄所用相机的已知信息",
    "What makes the object": "用来生成物体的引擎",
    "What sort of photo it is": "照片的类型",
    "What sort of result this is": "此结果的类型",
    "What the Pixal3D tab of the sidebar can do": "侧栏 Pixal3D 标签页的功能",
    "What the viewport shows": "视图显示的内容",
    "What the weights were published with": "权重发布时采用的分辨率",
    "What to do with it": "要执行的操作",
    "What you have set yourself": "您自行设置的值",
    "Wheels": "Wheel 包",
    "Where it was taken from, as seen from the first photo": "拍摄位置，以第一张照片为基准",
    "Whether the folder has what the engine made before it was finished": (
        "文件夹中是否有引擎在后处理之前的输出"
    ),
    "White where the subject is, of the photo's size or proportions; empty to cut it out": (
        "主体所在处为白色，尺寸或比例与照片相同；留空则自动抠图"
    ),
    "Whole Photo": "整张照片",
    "Wireframe": "线框",
    "Works in Object Mode": "仅在物体模式下可用",
    "Works in a 3D Viewport": "仅在 3D 视图中可用",
    (
        "Write what the doctor finds and the ends of the logs into a zip, to report a problem. "
        "Private paths, names and tokens are left out"
    ): ("将诊断结果和日志末尾写入 zip，用于报告问题。私人路径、名称和令牌会被去除"),
    "Yaw": "偏航",
    "Yaw needs XYZ Euler rotation": "偏航需要 XYZ 欧拉旋转",
    "checking": "正在检查",
    "no difference in color": "颜色无差异",
    "no occlusion": "无遮蔽",
    "none": "无",
    "not checked yet": "尚未检查",
    "occlusion": "含遮蔽",
    "off": "关",
    "on": "开",
    "ready": "就绪",
    "resolution of the weights": "权重的默认分辨率",
    "resolution {number}": "分辨率 {number}",
    "seed {seed}": "种子 {seed}",
    "steps of the weights": "权重的默认步数",
    "{count:,} damaged": "{count:,} 个已损坏",
    "{count} more": "另有 {count} 个",
    "{count} results, {size}": "{count} 个结果，{size}",
    "{engine} on this machine: about {cost}, estimated": "{engine} 在这台电脑上：约 {cost}（估计）",
    "{engine} on this machine: {cost}": "{engine} 在此设备上：{cost}",
    "{engine}, {faces:,} faces, {seconds:.1f} s": "{engine}，{faces:,} 个面，{seconds:.1f} 秒",
    "{engine}: about {cost}, estimated": "{engine}：约 {cost}（估计）",
    "{faces:,} faces": "{faces:,} 个面",
    (
        "{faces:,} faces, {side} px. Pixal3D: {resolution}, {steps}, {tokens:,} tokens, "
        "{occlusion}, {bits}-bit normals"
    ): (
        "{faces:,} 个面，{side} px。Pixal3D：{resolution}，{steps}，{tokens:,} 个 Token，{occlusion"
        "}，{bits} 位法线"
    ),
    "{minutes:.0f} min left": "剩余 {minutes:.0f} 分钟",
    "{name} cannot be read": "无法读取 {name}",
    "{name} is not a picture that Blender can read": "{name} 不是 Blender 能读取的图片",
    "{name} · seed {seed}": "{name} · 种子 {seed}",
    "{number} steps": "{number} 步",
    "{page} of {pages}": "第 {page} 页，共 {pages} 页",
    "{page}, {count:,} found": "{page}，找到 {count:,} 个",
    "{seconds:.0f} s left": "剩余 {seconds:.0f} 秒",
    "{share:.1f} % of the silhouettes in common, {likeness}": "轮廓重合 {share:.1f}%，{likeness}",
    "{size} are free there": "该处剩余 {size}",
    "{use}. {settings}. {cost}": "{use}。{settings}。{cost}",
    "{what}: {size}. Objects in scenes stay. This cannot be undone.": (
        "{what}：{size}。场景中的物体会保留。此操作无法撤销。"
    ),
}
