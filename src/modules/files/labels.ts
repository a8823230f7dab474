import type { FileKind, FileState, OpensAs, Refusal } from './contract.ts'

export const FILE_KIND = {
  image: '图片',
  audio: '录音',
  video: '视频',
  document: '文档',
} satisfies Record<FileKind, string>

export const FILE_STATE = {
  uploading: '正在上传',
  checking: '正在检查',
  ready: '可以查看',
  refused: '未收下',
} satisfies Record<FileState, string>

/** What happened and what the sender can do. */
export const REFUSAL = {
  'file-type':
    '这种文件不能收。请换成照片（JPEG、PNG、WebP、GIF）、录音（MP3、M4A、AAC、WAV、OGG、AMR）、视频（MP4、MOV、WebM、3GP）或 PDF',
  'file-heic':
    '苹果手机的 HEIC 照片这里打不开。请在手机“设置－相机－格式”里选“兼容性最佳”，或把照片截图后再传',
  'file-mislabelled': '文件的内容和它的类型对不上，打不开。请确认选对了文件，再传一次',
  'file-truncated': '文件不完整，后面的部分缺了。请在手机上确认能正常打开，再传一次',
  'file-broken': '文件已损坏，打不开。请在手机上确认能正常打开，再传一次',
  'file-too-large': '文件太大。图片和 PDF 最多 20 MB，录音最多 50 MB，视频最多 200 MB，请剪短或分几个文件传',
  'file-too-many-pixels': '图片的尺寸太大，打不开。请截图或缩小后再传',
  'file-infected': '文件里发现了病毒，没有收下。请换一部手机或电脑重新拍摄、截图后再传',
} satisfies Record<Refusal, string>

export const OPENS_AS = {
  picture: '查看图片',
  player: '播放',
  original: '只能取出原件',
} satisfies Record<OpensAs, string>
