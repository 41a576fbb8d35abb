package dictionary

func attachment() Object {
	return Object{
		Name: "attachment", Plural: "attachments", Label: "Attachment",
		Doc: "A file that belongs to a case or to one of its follow-ups.",
		Fields: []Field{
			partOf(reference("case", "Case", "case", "The case the file belongs to.")),
			partOf(reference("followup", "Follow-up", "followup", "The follow-up the file came with.")),
			required(text("file_name", "File name", 255, "Name of the file without a path.")),
			text("media_type", "Media type", 127, "What the file holds (application/pdf)."),
			of(Integer, "size", "Size", "Length of the content in octets."),
			of(Bytes, "content", "Content", "The file itself; stored outside the row and left out of lists."),
		},
	}
}
