"""The addresses of signing in and of one's own account."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.faces.portal import own_account, sign_in

urlpatterns: list[URLPattern] = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-nhap/ma-xac-thuc/", sign_in.second_factor, name="second_factor"),
    path("dang-nhap/mat-khau-rieng/", sign_in.own_password, name="own_password"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("phien-da-het/", sign_in.session_ended, name="session_ended"),
    path("chon-vai/", sign_in.choose_office, name="choose_office"),
    path("tai-khoan/mat-khau/", own_account.change_password, name="change_password"),
    path("tai-khoan/ung-dung-xac-thuc/", own_account.second_factor_setup, name="second_factor_setup"),
    path("tai-khoan/ma-khoi-phuc/", own_account.recovery_codes, name="recovery_codes"),
]
