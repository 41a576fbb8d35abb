package routine

// all lists the routines in the order in which they are shown.
func all() []Routine {
	return []Routine{
		quoteToOrder(), orderToInvoice(),
		caseClose(), caseReopen(), caseAddFollowup(),
		taskComplete(),
		customerMerge(),
		syncStart(), syncPreview(), syncPause(), syncResume(), syncConfirm(),
		planApply(),
		runPause(), runResume(), runCancel(), runRelease(), runUndo(),
		conflictResolve(), conflictSendAgain(),
		linkAdd(), linkRemove(),
		fieldAdd(), fieldRemove(),
		whoAmI(), serverTime(),
	}
}
